import { createHash } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import { once } from 'node:events';

/** A local server that offers files as the release sites do. For tests. */
export interface ReleaseFixture {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export type Offer =
  | { readonly kind: 'file'; readonly content: string | Buffer }
  /** Sends the headers and some bytes, then nothing any more. */
  | { readonly kind: 'stalls' };

/** Offers what `offers` says for a path; the function gets the address to build links from. */
export async function startReleaseFixture(
  offers: (url: string) => Readonly<Record<string, Offer>>,
): Promise<ReleaseFixture> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const offer = offers(url)[path];
    switch (offer?.kind) {
      case undefined:
        response.writeHead(404).end();
        return;
      case 'file':
        response.end(offer.content);
        return;
      case 'stalls':
        response.writeHead(200, { 'content-length': '1000' });
        response.write('some');
        return;
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
