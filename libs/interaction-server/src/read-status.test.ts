import { describe, expect, it } from 'vitest';
import { readStatus } from './read-status.ts';

const condition = {
  type: 'Ready',
  status: 'True',
  reason: 'Converged',
  message: '',
  observedGeneration: 3,
  lastTransitionTime: '2026-01-01T00:00:00Z',
};

const workload = {
  name: 'ixnServer',
  desired: 1,
  ready: 1,
  updated: 1,
  image: 'ixn/interaction_server:1',
  generation: 2,
  settled: true,
  startedAt: '2026-01-01T00:00:00Z',
};

describe('readStatus', () => {
  it.each([
    ['of a resource that nobody has looked at', { observedGeneration: -1 }],
    ['with conditions alone', { observedGeneration: 3, conditions: [condition] }],
    [
      'with everything',
      {
        observedGeneration: 3,
        summary: { ixnServer: '1/1', ixnNode: '1/1', ixnVQNode: '2/2' },
        conditions: [condition],
        workloads: [workload],
      },
    ],
  ])('gives a status %s back as it is', (_, status) => {
    expect(readStatus(status)).toEqual(status);
  });

  it.each([
    ['is absent', undefined],
    ['is no object', 'Ready'],
    ['has a condition without a status', { observedGeneration: 1, conditions: [{ type: 'Ready' }] }],
    ['has a condition whose status is none of the three', { conditions: [{ ...condition, status: 'Maybe' }] }],
    ['has a workload without a generation', { observedGeneration: 1, workloads: [{ name: 'ixnServer' }] }],
    ['has conditions that are no list', { observedGeneration: 1, conditions: {} }],
  ])('gives nothing when the status %s', (_, status) => {
    expect(readStatus(status)).toBeUndefined();
  });
});
