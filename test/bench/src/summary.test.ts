import { describe, expect, it } from 'vitest';
import { summarise } from './summary.ts';

const work = {
  seconds: 2,
  cpuSeconds: 1,
  peakRssBytes: 200,
  settledRssBytes: 100,
  requestsPerInstance: { patch: 20 },
  readsPerInstance: 0,
  statusWritesPerInstance: 3,
};

describe('the summary of the runs', () => {
  const summary = summarise({
    limitSeconds: [1, 4, 2],
    operator: [
      { ...work, readySeconds: 3, heapBytesPerInstance: 10 },
      { ...work, seconds: 4, readySeconds: 5, heapBytesPerInstance: 12, requestsPerInstance: { get: 2, patch: 22 } },
    ],
    restart: [{ firstReconcileSeconds: 1, mending: { p50Ms: 10, p99Ms: 20 }, settledRssBytes: 90 }],
    go: [{ ...work, seconds: 6, firstReconcileSeconds: 0.5 }],
  });

  it('compares medians', () => {
    expect([summary.ratioToLimit, summary.ratioToGo]).toEqual([1.5, 0.5]);
  });

  it('shows the spread of times', () => {
    expect(summary.limitSeconds).toEqual({ min: 1, median: 2, max: 4 });
  });

  it('counts a verb as unused in a run that does not have it', () => {
    expect(summary.operator.requestsPerInstance).toEqual({ get: 1, patch: 21 });
  });
});
