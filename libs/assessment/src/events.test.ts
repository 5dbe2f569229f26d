import type { Condition, ConditionReason, ConnectionEntry, InteractionServerStatus } from '@ixn/interaction-server';
import { describe, expect, it } from 'vitest';
import { eventsOf } from './events.ts';

function status(ready: Condition['status'], reason: ConditionReason, message = 'because'): InteractionServerStatus {
  const lastTransitionTime = '2026-03-01T12:00:00Z';
  return {
    observedGeneration: 1,
    conditions: [{ type: 'Ready', status: ready, reason, message, observedGeneration: 1, lastTransitionTime }],
  };
}

/** A status that is Ready, with a change that waits. */
function waiting(reason: ConditionReason): InteractionServerStatus {
  const conditions = [...(converged.conditions ?? []), ...(status('True', reason).conditions ?? [])];
  return {
    ...converged,
    conditions: conditions.map((one, place) => (place === 0 ? one : { ...one, type: 'UpdatePending' })),
  };
}

const converged = status('True', 'Converged');
const rolling = status('Unknown', 'RollingOut');
const lost = status('False', 'PodNotReady');

function inShort(before: InteractionServerStatus | undefined, after: InteractionServerStatus): readonly string[] {
  return eventsOf({ before, after, mended: [] }).map(({ type, reason }) => `${type} ${reason}`);
}

describe('eventsOf', () => {
  it.each<[string, InteractionServerStatus | undefined, InteractionServerStatus, readonly string[]]>([
    ['that it is Ready when a rollout has ended', rolling, converged, ['Normal Converged']],
    ['that it is Ready when nobody has looked before', undefined, converged, ['Normal Converged']],
    ['what is wrong when a pod is lost', converged, lost, ['Warning PodNotReady']],
    ['what else is wrong when the reason changes', lost, status('False', 'SecretMissing'), ['Warning SecretMissing']],
    ['nothing when a rollout begins', converged, rolling, []],
    ['nothing when only the message changes', lost, status('False', 'PodNotReady', 'still'), []],
    ['nothing when it stays Ready', converged, status('True', 'Converged', 'still'), []],
    ['nothing when there is no Ready', converged, { observedGeneration: 1 }, []],
  ])('tells people %s', (_, before, after, events) => {
    expect(inShort(before, after)).toEqual(events);
  });

  it('carries the message of the condition', () => {
    expect(eventsOf({ before: rolling, after: lost, mended: [] })).toEqual([
      { type: 'Warning', reason: 'PodNotReady', action: 'Assess', note: 'because' },
    ]);
  });

  it('tells of each workload whose pods are replaced, with cause and fields', () => {
    const restarted = [
      {
        object: 'StatefulSet a-ixn',
        cause: 'SpecChanged',
        fields: ['spec.containers[ixn-server].image', 'spec.tolerations'],
      },
      { object: 'Deployment a-ixn-node', cause: 'SpecChanged', fields: [] },
    ];
    const events = eventsOf({ before: converged, after: rolling, mended: [], restarted });
    expect(events).toEqual([
      {
        type: 'Normal',
        reason: 'Restarting',
        action: 'Restart',
        note: 'Restarting StatefulSet a-ixn: SpecChanged: spec.containers[ixn-server].image, spec.tolerations',
      },
      {
        type: 'Normal',
        reason: 'Restarting',
        action: 'Restart',
        note: 'Restarting Deployment a-ixn-node: SpecChanged',
      },
    ]);
  });

  it.each<[string, InteractionServerStatus, InteractionServerStatus, readonly string[]]>([
    ['when a change begins to wait', converged, waiting('OperatorUpdated'), ['Normal OperatorUpdated']],
    ['when it waits for another thing', waiting('OperatorUpdated'), waiting('Paused'), ['Normal Paused']],
    ['no more while it waits', waiting('Paused'), waiting('Paused'), []],
    ['no more when it waits no longer', waiting('Paused'), converged, []],
  ])('tells %s', (_, before, after, events) => {
    expect(inShort(before, after)).toEqual(events);
  });

  const rows = (...states: readonly ConnectionEntry['state'][]): InteractionServerStatus => ({
    ...converged,
    connections: states.map((state, index): ConnectionEntry => ({ number: 16 + index, state, message: 'why' })),
  });

  it.each<[string, InteractionServerStatus, InteractionServerStatus, readonly string[]]>([
    ['when a connection begins to fail', rows('Reachable'), rows('Unreachable'), ['Warning DependencyFailing']],
    ['when the first look finds one failing', converged, rows('Unreachable'), ['Warning DependencyFailing']],
    ['once for several', rows(), rows('Unreachable', 'AuthenticationFailed'), ['Warning DependencyFailing']],
    ['when it fails in another way', rows('Unreachable'), rows('AuthenticationFailed'), ['Warning DependencyFailing']],
    ['no more while it fails', rows('Unreachable'), rows('Unreachable'), []],
    ['when it answers again', rows('Unreachable'), rows('Reachable'), ['Normal DependencyRecovered']],
    ['nothing when the first look finds all well', rows('NotChecked'), rows('Reachable'), []],
    [
      'when a certificate begins to expire',
      rows('Reachable'),
      rows('CertificateExpiring'),
      ['Warning DependencyFailing'],
    ],
    [
      'of what recovers and of what fails at once',
      rows('Unreachable', 'Reachable'),
      rows('Reachable', 'Unreachable'),
      ['Warning DependencyFailing', 'Normal DependencyRecovered'],
    ],
  ])('tells %s', (_, before, after, events) => {
    expect(inShort(before, after)).toEqual(events);
  });

  it('tells nothing of the connection between workloads of the instance itself', () => {
    const own = (state: ConnectionEntry['state']) => ({ ...converged, connections: [{ number: 2, state }] });
    expect([
      ...inShort(own('Reachable'), own('Unreachable')),
      ...inShort(own('Unreachable'), own('Reachable')),
    ]).toEqual([]);
  });

  it('names the connections that fail, and those that answer again', () => {
    const [failing] = eventsOf({ before: rows('Reachable'), after: rows('Unreachable'), mended: [] });
    expect(failing?.note).toBe('connection 16 (IXN to IXN DB): why');
    const both = { before: rows('Unreachable', 'Unreachable'), after: rows('Reachable', 'Reachable'), mended: [] };
    expect(eventsOf(both)[0]?.note).toBe('connections 16 and 17 answer again');
  });

  it('tells of each pod that was deleted as Kubernetes would have left it', () => {
    const events = eventsOf({ before: converged, after: converged, mended: [], freed: ['a-ixn-0'] });
    expect(events).toEqual([
      {
        type: 'Normal',
        reason: 'StuckPodDeleted',
        action: 'Delete',
        note: 'Pod a-ixn-0 was of an older revision and not ready; this version of Kubernetes does not replace it',
      },
    ]);
  });

  it('tells of each object that was put back', () => {
    const mended = [
      { object: 'Service a', drift: 'spec.type by kubectl-edit' },
      { object: 'ConfigMap b', drift: undefined },
    ];
    const events = eventsOf({ before: converged, after: converged, mended });
    expect(events).toEqual([
      {
        type: 'Warning',
        reason: 'DriftMended',
        action: 'Apply',
        note: 'Service a was changed: spec.type by kubectl-edit; what the operator owns of it was put back',
      },
      {
        type: 'Warning',
        reason: 'DriftMended',
        action: 'Apply',
        note: 'ConfigMap b was changed: by somebody else; what the operator owns of it was put back',
      },
    ]);
  });
});
