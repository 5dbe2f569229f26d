import { setTimeout } from 'node:timers/promises';
import type { KubeClient } from '@ixn/kube-client';

export interface Question<T> {
  readonly client: Pick<KubeClient, 'raw'>;
  readonly path: string;
  /** What the answer says; undefined where it does not say what is asked for, as a server that has just started may not. */
  readonly read: (answer: unknown) => T | undefined;
  /** Told of each failure, before the next try. */
  readonly onFailure: (message: string) => void;
  readonly retryAfterMs: number;
}

/**
 * Asks the API server for something that must be known before work begins, again and again until it has answered. Undefined
 * when the signal aborts first.
 */
export async function askUntilAnswered<T>(
  { client, path, read, onFailure, retryAfterMs }: Question<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  while (!signal.aborted) {
    const answer = await client.raw(path, { signal });
    const value = answer.ok ? read(answer.value) : undefined;
    if (value !== undefined) return value;
    if (signal.aborted) return undefined;
    onFailure(answer.ok ? `${path} does not say what is asked for` : answer.failure.message);
    // Ends early, by a rejection, when the signal aborts.
    await setTimeout(retryAfterMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
