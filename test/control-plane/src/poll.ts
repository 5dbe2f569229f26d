import { setTimeout as sleep } from 'node:timers/promises';

export interface PollOptions {
  /** Completes the sentence "timed out waiting until ...". */
  readonly until: string;
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks again and again until the answer is something else than undefined. A rejected ask is asked again. */
export async function poll<Answer>(options: PollOptions, ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const deadline = performance.now() + options.timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`timed out after ${options.timeoutMs / 1000} s waiting until ${options.until}`, {
        cause: lastError,
      });
    }
    await sleep(options.intervalMs ?? 50, undefined, { signal: options.signal });
  }
}
