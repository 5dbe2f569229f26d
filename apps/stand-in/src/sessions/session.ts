import type { Workload } from '@ixn/connections';

/** A connection to a dependency, over which the role may do its work. */
export interface Session {
  /** Does there what the role does there, once; says what came of it, without secrets. Rejects when it could not. */
  exchange(): Promise<string>;
  /** Rejects when the connection ends or breaks between two exchanges; never settles where there is nothing to notice. */
  readonly lost: Promise<never>;
}

/**
 * Connects and logs in. What it opens ends when the signal aborts: after a failure, too, which rejects. The code of an error is
 * what is told of it.
 */
export type OpenSession = (signal: AbortSignal) => Promise<Session>;

/** Who opens sessions. */
export interface Who {
  readonly role: Workload;
  readonly tenantId: string;
  readonly tenantSid: string;
  readonly pod: string;
}

/** Time that a connection may take to come to stand, and an answer to come. */
export const sessionTimeoutMs = 5_000;

/** Does it when the signal aborts, or at once when it has. */
export function onAbort(signal: AbortSignal, end: () => void): void {
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
}

/** For a session that has nothing to notice between two exchanges. */
export function neverLost(): Promise<never> {
  return new Promise(() => undefined);
}
