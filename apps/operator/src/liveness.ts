import type { Watched } from './stores.ts';

/**
 * Silence after which a watch has died without a word. A watch that works does something every four minutes at least: an
 * event or a bookmark comes, it takes the silence for a broken connection (150 s), or a list fails (60 s) and is tried
 * again (30 s, or a minute where the server asks to wait for that or longer).
 */
export const watchSilenceLimitMs = 5 * 60_000;

/**
 * Says which watch has died, if one has: then a new process is the only remedy. That the API server cannot be reached is
 * no reason: every watch goes on trying, and a new process would do no better.
 */
export function deadWatch(watched: readonly Pick<Watched, 'resource' | 'lastActivityAgeMs'>[]): string | undefined {
  const dead = watched.find((store) => store.lastActivityAgeMs() > watchSilenceLimitMs);
  if (dead === undefined) return undefined;
  const seconds = Math.round(dead.lastActivityAgeMs() / 1000);
  return `the watch of ${dead.resource} has given no sign of life for ${seconds} s`;
}
