import { describe, expect, it } from 'vitest';
import type { LinkState } from './link.ts';
import { reportRow } from './row-report.ts';

const row = { number: 19, destination: 'pulse', endpoints: [] } as const;

function report(...states: readonly LinkState[]) {
  const links = states.map((state, index) => ({ endpoint: { host: `pulse-${index}`, port: 1 }, state: () => state }));
  return reportRow(row, links);
}

describe('the report of a row', () => {
  const head = { number: 19, destination: 'pulse' };

  it('says that nobody has configured it', () => {
    expect(report()).toEqual({ ...head, state: 'NotConfigured' });
  });

  it('is Connected when every endpoint is', () => {
    const endpoint = 'pulse-0:1,pulse-1:1';
    expect(report({ kind: 'Connected' }, { kind: 'Connected' })).toEqual({ ...head, state: 'Connected', endpoint });
    expect(report({ kind: 'Connected' }, { kind: 'Connecting' })).toEqual({ ...head, state: 'Connecting', endpoint });
  });

  it('names the first endpoint that failed, and why', () => {
    expect(report({ kind: 'Connecting' }, { kind: 'Failed', error: 'ECONNREFUSED' })).toMatchObject({
      state: 'Failed',
      error: 'pulse-1:1 ECONNREFUSED',
    });
  });
});
