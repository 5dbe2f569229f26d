import { expect, it } from 'vitest';
import { createRowTimes } from './row-times.ts';

const row = (number: number, state: string) => ({ number, endpoint: 'host:1', state, reason: '' });

it('knows when a row has changed, and of what was so from the start that it may be older', () => {
  const times = createRowTimes();
  times.note([row(1, 'Reachable'), row(2, 'Reachable')], 1_000);
  times.note([row(1, 'Unreachable'), row(2, 'Reachable')], 2_000);
  const since = times.note([row(1, 'Unreachable'), row(2, 'Reachable')], 3_000);
  expect(since.get(1)).toEqual({ atMs: 2_000 });
  expect(since.get(2)).toEqual({ atMs: 1_000, orBefore: true });
});
