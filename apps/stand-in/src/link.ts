import { connect } from 'node:net';
import { type Endpoint, formatEndpoint } from './endpoint.ts';
import { errorCode } from './error-code.ts';
import type { Log } from './log.ts';
import { timedOut } from './timed-out.ts';

/** How a connection that is kept open stands. */
export type LinkState =
  | { readonly kind: 'Connecting' }
  | { readonly kind: 'Connected' }
  /** The last attempt failed, or the connection ended; it is tried again. */
  | { readonly kind: 'Failed'; readonly error: string };

/** A connection that is kept open. */
export interface Link {
  readonly endpoint: Endpoint;
  state(): LinkState;
  close(): void;
}

export interface LinkTimes {
  readonly connectTimeoutMs: number;
  /** The wait after a first failure; it doubles with each further one. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

const defaultTimes: LinkTimes = { connectTimeoutMs: 5_000, firstDelayMs: 250, maxDelayMs: 5_000 };

/** Opens a connection and keeps it open: whenever it fails or ends it is tried again, later each time, until it is closed. */
export function keepOpen(endpoint: Endpoint, log: Log, times: LinkTimes = defaultTimes): Link {
  const stop = new AbortController();
  let state: LinkState = { kind: 'Connecting' };
  let delayMs = times.firstDelayMs;
  let timer: NodeJS.Timeout | undefined;

  const become = (next: LinkState) => {
    const changed = state.kind !== next.kind || ('error' in next && 'error' in state && next.error !== state.error);
    state = next;
    if (changed) log({ event: 'connection', endpoint: formatEndpoint(endpoint), ...next });
  };
  const tryAgain = (error: string) => {
    if (stop.signal.aborted) return;
    become({ kind: 'Failed', error });
    timer = setTimeout(open, delayMs);
    delayMs = Math.min(delayMs * 2, times.maxDelayMs);
  };
  const open = () => {
    const socket = connect({ ...endpoint, signal: stop.signal });
    const deadline = setTimeout(() => socket.destroy(timedOut()), times.connectTimeoutMs);
    let connectedAt: number | undefined;
    let failure = 'CLOSED';
    socket.once('connect', () => {
      clearTimeout(deadline);
      connectedAt = performance.now();
      socket.setKeepAlive(true);
      socket.resume();
      become({ kind: 'Connected' });
    });
    socket.on('error', (error) => {
      failure = errorCode(error);
    });
    socket.once('close', () => {
      clearTimeout(deadline);
      // A proxy accepts at once and hangs up when nobody is behind it: only what stood a while counts as a success.
      if (connectedAt !== undefined && performance.now() - connectedAt > times.maxDelayMs) {
        delayMs = times.firstDelayMs;
      }
      tryAgain(failure);
    });
  };

  open();
  return {
    endpoint,
    state: () => state,
    close: () => {
      clearTimeout(timer);
      stop.abort();
    },
  };
}
