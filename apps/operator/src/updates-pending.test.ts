import type { Condition } from '@ixn/interaction-server';
import { describe, expect, it } from 'vitest';
import { pendingByReason } from './updates-pending.ts';

function instance(type: Condition['type'], reason: Condition['reason']) {
  const lastTransitionTime = '2026-03-01T12:00:00Z';
  const condition: Condition = { type, status: 'True', reason, message: '', observedGeneration: 1, lastTransitionTime };
  return { status: { observedGeneration: 1, conditions: [condition] } };
}

describe('pendingByReason', () => {
  it('counts the instances whose UpdatePending stands, by its reason', () => {
    const waiting = [instance('UpdatePending', 'Paused'), instance('UpdatePending', 'Paused')];
    const others = [instance('UpdatePending', 'OperatorUpdated'), instance('Reconciling', 'WaitingForWindow'), {}];
    expect(pendingByReason([...waiting, ...others])).toEqual([
      ['OperatorUpdated', 1],
      ['Paused', 2],
      ['WaitingForDependencies', 0],
      ['WaitingForWindow', 0],
    ]);
  });
});
