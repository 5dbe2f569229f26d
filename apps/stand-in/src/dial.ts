import { get } from 'node:http';
import { connect } from 'node:net';
import type { Endpoint } from './endpoint.ts';
import { errorCode } from './error-code.ts';
import { timedOut } from './timed-out.ts';

export interface DialOptions {
  readonly endpoint: Endpoint;
  readonly ask: Question;
  readonly timeoutMs: number;
}

/** What is to be found out. */
export type Question =
  /** Whether a connection comes to stand. */
  | { readonly kind: 'connection' }
  /** The same, and the first line that is said there. */
  | { readonly kind: 'first-line' }
  /** Whether HTTP is answered at this path. */
  | { readonly kind: 'http'; readonly path: string };

/** What came of an attempt to connect. */
export interface DialResult {
  /** Whether the connection stood; over HTTP, whether there was an answer, whatever its status. */
  readonly ok: boolean;
  /** Whom it reached: the first line that it said, or the HTTP status. Absent where it said nothing in time. */
  readonly reached?: string;
  /** Node's code: ECONNREFUSED, ETIMEDOUT, ENOTFOUND ... */
  readonly error?: string;
  readonly durationMs: number;
}

/** Tries once. Nothing that may happen to a connection makes it reject. */
export async function dial({ endpoint, ask, timeoutMs }: DialOptions): Promise<DialResult> {
  const startedMs = performance.now();
  const attempt =
    ask.kind === 'http'
      ? httpStatus(endpoint, ask.path, timeoutMs)
      : firstLine(endpoint, ask.kind === 'first-line', timeoutMs);
  const outcome = await attempt.catch((error: unknown) => ({ ok: false, error: errorCode(error) }));
  return { ...outcome, durationMs: Math.round(performance.now() - startedMs) };
}

type Outcome = Omit<DialResult, 'durationMs'>;

/** The longest first line; what is longer is cut. */
const maxLineLength = 256;

function firstLine(endpoint: Endpoint, waitForLine: boolean, timeoutMs: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let connected = false;
    let text = '';
    const socket = connect(endpoint);
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      const line = text.split('\n')[0]?.trim().slice(0, maxLineLength);
      if (connected) resolve({ ok: true, ...(line && { reached: line }) });
      else reject(timedOut());
    };
    const timer = setTimeout(end, timeoutMs);
    socket.setEncoding('utf8');
    socket.once('connect', () => {
      connected = true;
      if (!waitForLine) end();
    });
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n') || text.length > maxLineLength) end();
    });
    socket.once('end', end);
    socket.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

function httpStatus({ host, port }: Endpoint, path: string, timeoutMs: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const request = get({ host, port, path, agent: false }, (response) => {
      clearTimeout(timer);
      resolve({ ok: true, reached: `HTTP ${response.statusCode}` });
      response.destroy();
    });
    const timer = setTimeout(() => request.destroy(timedOut()), timeoutMs);
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
