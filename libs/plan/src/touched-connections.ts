import { isDeepStrictEqual } from 'node:util';
import type { ConnectionEntry } from '@ixn/interaction-server';
import type { ConnectionStanding, TouchedConnection } from './plan.ts';

/** The rows that stand otherwise after than before, by number. `before` is undefined for a new resource. */
export function touchedConnections(
  before: readonly ConnectionEntry[] | undefined,
  after: readonly ConnectionEntry[],
): readonly TouchedConnection[] {
  return after.flatMap((entry): readonly TouchedConnection[] => {
    const earlier = before?.find(({ number }) => number === entry.number);
    if (earlier === undefined) {
      return entry.state === 'NotConfigured' ? [] : [{ number: entry.number, after: standing(entry) }];
    }
    if (isDeepStrictEqual(earlier, entry)) return [];
    return [{ number: entry.number, before: standing(earlier), after: standing(entry) }];
  });
}

function standing({ number: _number, ...others }: ConnectionEntry): ConnectionStanding {
  return others;
}
