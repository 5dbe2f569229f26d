import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { admit, type Refusal } from './request-guard.ts';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly text: string;
}

export interface MapServerOptions {
  /** 0 for one that is free. */
  readonly port: number;
  /** By name; '' is the page itself. */
  readonly files: Readonly<Record<string, PageFile>>;
  /** What a page that has just been opened is told at once; undefined while there is nothing. */
  readonly latest: () => string | undefined;
}

export interface MapServer {
  /** The address of the page; whoever has it may look. */
  readonly url: string;
  /** An address that leads there once, for command lines: those of a process are seen by everybody on the machine. */
  readonly urlForOnce: () => string;
  /** Tells every page that is open; a line of JSON. */
  readonly tell: (json: string) => void;
  /** Says good-bye to them, and ends. */
  readonly close: () => Promise<void>;
}

/** More than anybody opens. */
const maxConnections = 64;
const maxPages = 16;
/** A page that reads nothing is let go. */
const maxUnreadBytes = 1_000_000;

/** A browser is there by then; what stands in a command line may be kept for long. */
const codeForMs = 60_000;

/** Nothing may be loaded but the files of the page, and no text may become code; no other page may frame it or learn its address. */
const headers = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

/** Serves the page on 127.0.0.1 alone. Rejects with the system's error when the port cannot be had. */
export async function startMapServer({ port: wanted, files, latest }: MapServerOptions): Promise<MapServer> {
  const token = randomBytes(16).toString('hex');
  const codes = new Set<string>();
  const pages = new Set<ServerResponse>();
  let port = wanted;

  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer(request, response);
  });
  server.maxConnections = maxConnections;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = admit(request, { port, token });
    if (typeof path !== 'string') return admitOnce(request, response, path);
    if (path === 'events') return openStream(response);
    const file = Object.hasOwn(files, path) ? files[path] : undefined;
    if (file === undefined) return refuse(response, { status: 404, why: 'there is no such page' });
    response.writeHead(200, { 'Content-Type': `${file.type}; charset=utf-8` }).end(file.text);
  }

  /** A code in the place of the token, which is good once, leads to the page. */
  function admitOnce(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
    const code = [...codes].find((one) => admit(request, { port, token: one }) === '');
    if (code === undefined) return refuse(response, refusal);
    codes.delete(code);
    response.writeHead(303, { Location: `/${token}/` }).end();
  }

  function openStream(response: ServerResponse): void {
    if (pages.size >= maxPages) return refuse(response, { status: 503, why: 'too many pages are open' });
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    pages.add(response);
    response.on('close', () => pages.delete(response));
    // A page that has lost its way asks again after so many milliseconds.
    response.write('retry: 1000\n\n');
    const json = latest();
    if (json !== undefined) response.write(message(json));
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address === 'object' && address !== null) port = address.port;
  const at = (path: string) => `http://127.0.0.1:${port}/${path}/`;
  return {
    url: at(token),
    urlForOnce() {
      const code = randomBytes(16).toString('hex');
      codes.add(code);
      setTimeout(() => codes.delete(code), codeForMs).unref();
      return at(code);
    },
    tell(json) {
      for (const page of pages) {
        if (page.writableLength > maxUnreadBytes) page.destroy();
        else page.write(message(json));
      }
    },
    async close() {
      for (const page of pages) page.end('event: end\ndata: {}\n\n');
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Whoever does not take the good-bye is cut off.
        setTimeout(() => server.closeAllConnections(), 200).unref();
      });
    },
  };
}

function message(json: string): string {
  return `data: ${json}\n\n`;
}

function refuse(response: ServerResponse, { status, why }: { readonly status: number; readonly why: string }): void {
  const allow = status === 405 ? { Allow: 'GET' } : {};
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...allow }).end(`${why}\n`);
}
