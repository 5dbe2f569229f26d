import { createHash } from 'node:crypto';
import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { Credentials } from './credentials.ts';

export interface Connections {
  /** Shared keep-alive connections for ordinary requests. */
  forRequests(credentials: Credentials): Dispatcher;
  /** Connections without limit, for answers that last: they neither wait for ordinary requests nor hold them up. */
  forStreams(credentials: Credentials): Dispatcher;
  close(): Promise<void>;
}

interface Pools {
  /** The last ones that led here: most requests have the very same, and need not be compared by what is in them. */
  credentials: Credentials;
  readonly identity: string;
  readonly requests: Dispatcher;
  readonly streams: Dispatcher;
}

/** Connections to one API server, made anew when the certificates or the CA have changed. */
export function createConnections(maxConnections: number): Connections {
  let pools: Pools | undefined;
  const open = new Set<Dispatcher>();

  function retire(dispatcher: Dispatcher): void {
    // Waits for the requests under way; a watch ends when the server closes it.
    void dispatcher
      .close()
      .catch(() => undefined)
      .finally(() => open.delete(dispatcher));
  }

  function poolsFor(credentials: Credentials): Pools {
    if (pools?.credentials === credentials) {
      return pools;
    }
    const identity = identityOf(credentials);
    if (pools?.identity === identity) {
      pools.credentials = credentials;
      return pools;
    }
    if (pools !== undefined) {
      retire(pools.requests);
      retire(pools.streams);
    }
    pools = {
      credentials,
      identity,
      requests: dispatcherFor(credentials, maxConnections),
      streams: dispatcherFor(credentials, null),
    };
    open.add(pools.requests).add(pools.streams);
    return pools;
  }

  return {
    forRequests: (credentials) => poolsFor(credentials).requests,
    forStreams: (credentials) => poolsFor(credentials).streams,
    async close() {
      pools = undefined;
      await Promise.all([...open].map((dispatcher) => dispatcher.destroy()));
      open.clear();
    },
  };
}

function dispatcherFor({ origin, tls, proxyUrl }: Credentials, connections: number | null): Dispatcher {
  const keepAlive = { timeout: 10_000, keepAlive: true, keepAliveInitialDelay: 30_000 };
  const options = {
    connections,
    keepAliveTimeout: 60_000, // below the 90 s after which the API server closes an idle connection
    // Decision 7 says why: one HTTP/2 connection is one place where everything stands still.
    allowH2: false,
    headersTimeout: 0, // the transport has its own deadlines
    bodyTimeout: 0,
  };
  return proxyUrl === undefined
    ? new Pool(origin, { ...options, connect: { ...tls, ...keepAlive } })
    : new ProxyAgent({ ...options, uri: proxyUrl, requestTls: { ...tls, ...keepAlive } });
}

function identityOf({ origin, tls, proxyUrl }: Credentials): string {
  return createHash('sha256')
    .update(JSON.stringify([origin, proxyUrl, tls]))
    .digest('base64');
}
