import { describe, expect, it } from 'vitest';
import type { LinkState } from './link.ts';
import { reportRow } from './row-report.ts';

const row = { number: 19, destination: 'pulse', dependencies: [] } as const;

function report(...states: readonly LinkState[]) {
  const links = states.map((state, index) => ({
    endpoints: [{ host: `pulse-${index}`, port: 1 }],
    state: () => state,
    tally: () => ({ count: index, totalSeconds: 0.5 }),
  }));
  return reportRow(row, links);
}

describe('the report of a row', () => {
  const head = { number: 19, destination: 'pulse' };

  it('says that nobody has configured it', () => {
    expect(report()).toEqual({ ...head, state: 'NotConfigured' });
  });

  it('is Connected when every endpoint is, with what came of it', () => {
    const both = { ...head, endpoint: 'pulse-0:1,pulse-1:1', tally: { count: 1, totalSeconds: 1 } };
    const [first, second] = [{ kind: 'Connected', did: 'one' } as const, { kind: 'Connected', did: 'other' } as const];
    expect(report(first, second)).toEqual({ ...both, state: 'Connected', did: ['one', 'other'] });
    expect(report(first, { kind: 'Connecting' })).toEqual({ ...both, state: 'Connecting' });
  });

  it('names the first endpoint that failed, and why', () => {
    expect(report({ kind: 'Connecting' }, { kind: 'Failed', error: 'ECONNREFUSED' })).toMatchObject({
      state: 'Failed',
      error: 'pulse-1:1 ECONNREFUSED',
    });
  });
});
