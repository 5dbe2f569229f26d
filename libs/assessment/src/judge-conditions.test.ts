import { describe, expect, it } from 'vitest';
import { assess } from './assess.ts';
import {
  conditionsOf,
  conflict,
  converged,
  failed,
  input,
  inShort,
  messageOf,
  minuteMs,
  nothing,
  notSeen,
  oldRevision,
  podLost,
  progressDeadlineMs,
  refused,
  predecessor,
  failingPod,
  replacing,
  rollingSince,
  secretMissing,
  keyMissing,
  unreadable,
  type Scene,
  settledBefore,
  startMs,
  stopped,
  surging,
  workloadsInShort,
} from './scenes.testing.ts';

describe('the conditions, in every state', () => {
  it.each<[string, Scene, readonly string[]]>([
    [
      'being created',
      { observed: nothing },
      ['Ready=Unknown RollingOut', 'Available=False NoReadyPod', 'Reconciling=True RollingOut'],
    ],
    ['converged', {}, ['Ready=True Converged', 'Available=True Serving']],
    [
      'changed, but the controllers have not seen it',
      { observed: { ixnNode: notSeen }, before: settledBefore },
      ['Ready=Unknown RollingOut', 'Available=True Serving', 'Reconciling=True RollingOut'],
    ],
    [
      'rolling forward with a pod less',
      { observed: { ixnServer: replacing }, before: settledBefore },
      ['Ready=Unknown RollingOut', 'Available=False NoReadyPod', 'Reconciling=True RollingOut'],
    ],
    [
      'rolling forward with an old pod more',
      { observed: { ixnVQNode: surging }, before: settledBefore },
      ['Ready=Unknown RollingOut', 'Available=True Serving', 'Reconciling=True RollingOut'],
    ],
    [
      'ready, but still of the old revision',
      { observed: { ixnServer: oldRevision }, before: settledBefore },
      ['Ready=Unknown RollingOut', 'Available=True Serving', 'Reconciling=True RollingOut'],
    ],
    [
      'without a pod that it had',
      { observed: { ixnServer: podLost }, before: settledBefore },
      ['Ready=False PodNotReady', 'Available=False NoReadyPod', 'Reconciling=True PodNotReady'],
    ],
    [
      'without one pod of two that it had',
      {
        observed: { ixnVQNode: { ...converged, replicas: 2, updatedReplicas: 2 } },
        desired: { ixnVQNode: 2 },
        before: settledBefore,
      },
      ['Ready=False PodNotReady', 'Available=True Serving', 'Reconciling=True PodNotReady'],
    ],
    [
      'without a pod that it had, while another workload rolls forward',
      { observed: { ixnServer: podLost, ixnNode: notSeen }, before: settledBefore },
      ['Ready=False PodNotReady', 'Available=False NoReadyPod', 'Reconciling=True PodNotReady'],
    ],
    [
      'stopped as a whole',
      {
        observed: { ixnServer: stopped, ixnNode: stopped, ixnVQNode: stopped },
        desired: { ixnServer: 0, ixnNode: 0, ixnVQNode: 0 },
      },
      ['Ready=True Converged', 'Available=False Stopped'],
    ],
    [
      'stopped in one workload',
      { observed: { ixnNode: stopped }, desired: { ixnNode: 0 } },
      ['Ready=True Converged', 'Available=False Stopped'],
    ],
    [
      'stopping, with its pod still there',
      { observed: { ixnNode: { ...converged, generation: 2, observedGeneration: 2 } }, desired: { ixnNode: 0 } },
      ['Ready=Unknown RollingOut', 'Available=False Stopped', 'Reconciling=True RollingOut'],
    ],
    [
      'rolling forward for longer than it may',
      { observed: { ixnServer: replacing }, before: rollingSince(startMs - progressDeadlineMs - minuteMs) },
      ['Ready=False ProgressDeadlineExceeded', 'Available=False NoReadyPod', 'Stalled=True ProgressDeadlineExceeded'],
    ],
    [
      'in conflict over a name',
      { failures: [conflict] },
      ['Ready=False ObjectConflict', 'Available=True Serving', 'Stalled=True ObjectConflict'],
    ],
    [
      'refused by the API server',
      { failures: [refused], observed: nothing },
      ['Ready=False ApplyRefused', 'Available=False NoReadyPod', 'Stalled=True ApplyRefused'],
    ],
    [
      'written in part, to be tried again',
      { failures: [failed] },
      ['Ready=Unknown ApplyFailed', 'Available=True Serving', 'Reconciling=True ApplyFailed'],
    ],
    [
      'waiting for what a deleted instance of its name has left',
      { failures: [predecessor] },
      ['Ready=Unknown WaitingForPredecessor', 'Available=True Serving', 'Reconciling=True WaitingForPredecessor'],
    ],
    [
      'without a Secret that it reads, although its pods still run',
      { referenceProblems: { ixnServer: [secretMissing] } },
      ['Ready=False SecretMissing', 'Available=True Serving', 'Reconciling=True SecretMissing'],
    ],
    [
      'without a key of a Secret, while another object cannot be read',
      { referenceProblems: { ixnServer: [unreadable], ixnNode: [keyMissing] } },
      ['Ready=False SecretKeyMissing', 'Available=True Serving', 'Reconciling=True SecretKeyMissing'],
    ],
    [
      'unable to read what may well be there',
      { referenceProblems: { ixnNode: [unreadable] } },
      ['Ready=Unknown ReferenceUnreadable', 'Available=True Serving', 'Reconciling=True ReferenceUnreadable'],
    ],
    [
      'being created from an image that cannot be pulled',
      { observed: { ixnServer: replacing }, pods: { ixnServer: [failingPod] } },
      ['Ready=Unknown ImagePullBackOff', 'Available=False NoReadyPod', 'Reconciling=True ImagePullBackOff'],
    ],
    [
      'late, as its image cannot be pulled',
      {
        observed: { ixnServer: replacing },
        pods: { ixnServer: [failingPod] },
        before: rollingSince(startMs - 11 * minuteMs),
      },
      ['Ready=False ImagePullBackOff', 'Available=False NoReadyPod', 'Stalled=True ImagePullBackOff'],
    ],
    [
      'without a pod that it had, as a quota does not let it be made',
      {
        observed: { ixnServer: podLost },
        podCreationProblems: { ixnServer: 'pods "a" is forbidden: exceeded quota: small' },
        before: settledBefore,
      },
      ['Ready=False QuotaExceeded', 'Available=False NoReadyPod', 'Reconciling=True QuotaExceeded'],
    ],
    [
      'refused in one object and to be tried again in another',
      { failures: [failed, refused] },
      ['Ready=False ApplyRefused', 'Available=True Serving', 'Stalled=True ApplyRefused'],
    ],
  ])('are, for an instance that is %s', (_, scene, conditions) => {
    expect(inShort(assess(input(scene)))).toEqual(conditions);
  });

  it.each<[string, Scene, string]>([
    ['converged', {}, 'True Converged'],
    ['stopped', { observed: { ixnNode: stopped }, desired: { ixnNode: 0 } }, 'True Stopped'],
    ['on its way', { observed: { ixnNode: undefined } }, 'Unknown RollingOut'],
    ['without a pod that it had', { observed: { ixnNode: podLost }, before: settledBefore }, 'False PodNotReady'],
    [
      'late',
      { observed: { ixnNode: replacing }, before: rollingSince(startMs - 11 * minuteMs) },
      'False ProgressDeadlineExceeded',
    ],
  ])(
    'say of one workload that is %s what is true of it, and of the others that they have converged',
    (_, scene, own) => {
      expect(workloadsInShort(assess(input(scene)))).toEqual(['True Converged', own, 'True Converged']);
    },
  );

  it('carry the generation that was worked on, each of them and the status as a whole', () => {
    const status = assess(input({ generation: 7 }));
    expect(status.observedGeneration).toBe(7);
    expect(new Set(conditionsOf(status).map(({ observedGeneration }) => observedGeneration))).toEqual(new Set([7]));
  });

  it('name in their messages every workload that is on its way, and what it lacks', () => {
    const status = assess(input({ observed: { ixnServer: undefined, ixnNode: replacing, ixnVQNode: surging } }));
    expect(messageOf(status, 'Ready')).toBe(
      'ixnServer is being created; ixnNode: 0 of 1 pods ready, 0 up to date; ixnVQNode: 1 of 1 pods ready, 1 more to end',
    );
  });

  it('quote every failure that keeps the instance back', () => {
    expect(messageOf(assess(input({ failures: [conflict, refused, failed] })), 'Stalled')).toBe(
      'Service a: is taken; Service a: is invalid',
    );
  });

  it('never have a message that is longer than the CRD takes, whatever the API server has to say', () => {
    const long = { ...refused, message: 'x'.repeat(40_000) };
    const lengths = conditionsOf(assess(input({ failures: [long] }))).map(({ message }) => message.length);
    expect(Math.max(...lengths)).toBe(32_768);
  });
});

describe('lastTransitionTime', () => {
  const laterMs = startMs + 5 * minuteMs;

  it('moves with the status of a condition, and only then', () => {
    const before = assess(input({ nowMs: startMs }));
    const after = assess(input({ observed: { ixnNode: podLost }, before, nowMs: laterMs }));
    expect(conditionsOf(after).map(({ type, lastTransitionTime }) => [type, lastTransitionTime])).toEqual([
      ['Ready', '2026-03-01T12:05:00Z'],
      ['Available', '2026-03-01T12:05:00Z'],
      ['Reconciling', '2026-03-01T12:05:00Z'],
      ['IxnServerReady', '2026-03-01T12:00:00Z'],
      ['IxnNodeReady', '2026-03-01T12:05:00Z'],
      ['IxnVQNodeReady', '2026-03-01T12:00:00Z'],
    ]);
  });

  it('stays when only the reason, the message or the generation has changed', () => {
    const before = assess(input({ observed: nothing, nowMs: startMs }));
    const after = assess(input({ observed: { ixnNode: replacing }, before, nowMs: laterMs, generation: 2 }));
    const ready = conditionsOf(after).find(({ type }) => type === 'Ready');
    expect(ready).toMatchObject({
      status: 'Unknown',
      observedGeneration: 2,
      lastTransitionTime: '2026-03-01T12:00:00Z',
    });
  });
});
