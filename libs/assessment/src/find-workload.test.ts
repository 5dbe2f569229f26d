import type { InteractionServerStatus } from '@ixn/interaction-server';
import { describe, expect, it } from 'vitest';
import { assess } from './assess.ts';
import {
  converged,
  input,
  inShort,
  minuteMs,
  nothing,
  notSeen,
  podLost,
  progressDeadlineMs,
  replacing,
  type Scene,
  startMs,
} from './scenes.testing.ts';

/** Assesses the scenes one after the other, each with the status of the one before. */
function follow(...scenes: readonly Scene[]): readonly InteractionServerStatus[] {
  return scenes.reduce<readonly InteractionServerStatus[]>((seen, scene) => {
    const before = seen.at(-1);
    return [...seen, assess(input(before ? { ...scene, before } : scene))];
  }, []);
}

function readyOf(status: InteractionServerStatus): string | undefined {
  return inShort(status)[0];
}

describe('the memory of a rollout', () => {
  it('calls a pod that is not ready progress before the rollout has finished, and a loss afterwards', () => {
    const starting = { ...podLost };
    const statuses = follow({ observed: { ixnServer: starting } }, {}, { observed: { ixnServer: starting } }, {});
    expect(statuses.map(readyOf)).toEqual([
      'Ready=Unknown RollingOut',
      'Ready=True Converged',
      'Ready=False PodNotReady',
      'Ready=True Converged',
    ]);
  });

  it('starts anew with a new generation of the workload', () => {
    const next = { ...converged, generation: 2, observedGeneration: 2 };
    const statuses = follow(
      {},
      { observed: { ixnServer: notSeen } },
      { observed: { ixnServer: replacing } },
      { observed: { ixnServer: next } },
      { observed: { ixnServer: { ...next, readyReplicas: 0 } } },
    );
    expect(statuses.map(readyOf)).toEqual([
      'Ready=True Converged',
      'Ready=Unknown RollingOut',
      'Ready=Unknown RollingOut',
      'Ready=True Converged',
      'Ready=False PodNotReady',
    ]);
  });

  it('keeps the time at which a rollout began, and stalls only when the deadline has passed', () => {
    const rolling = { observed: { ixnServer: replacing } };
    const statuses = follow(
      { ...rolling, nowMs: startMs },
      { ...rolling, nowMs: startMs + progressDeadlineMs - minuteMs },
      { ...rolling, nowMs: startMs + progressDeadlineMs },
      { ...rolling, nowMs: startMs + progressDeadlineMs + minuteMs },
    );
    expect(new Set(statuses.map((status) => status.workloads?.[0]?.startedAt))).toEqual(
      new Set(['2026-03-01T12:00:00Z']),
    );
    expect(statuses.map(readyOf)).toEqual([
      'Ready=Unknown RollingOut',
      'Ready=Unknown RollingOut',
      'Ready=False ProgressDeadlineExceeded',
      'Ready=False ProgressDeadlineExceeded',
    ]);
  });

  it('gives a newer spec the whole time again, and forgets the stall when it has rolled out', () => {
    const lateMs = startMs + progressDeadlineMs + minuteMs;
    const third = { ...replacing, generation: 3, observedGeneration: 3 };
    const statuses = follow(
      { observed: { ixnServer: replacing } },
      { observed: { ixnServer: replacing }, nowMs: lateMs },
      { observed: { ixnServer: third }, nowMs: lateMs, generation: 2 },
      { observed: { ixnServer: { ...converged, generation: 3, observedGeneration: 3 } }, nowMs: lateMs, generation: 2 },
    );
    expect(statuses.map((status) => inShort(status).filter((text) => !text.startsWith('Available')))).toEqual([
      ['Ready=Unknown RollingOut', 'Reconciling=True RollingOut'],
      ['Ready=False ProgressDeadlineExceeded', 'Stalled=True ProgressDeadlineExceeded'],
      ['Ready=Unknown RollingOut', 'Reconciling=True RollingOut'],
      ['Ready=True Converged'],
    ]);
  });

  it('does not stall for a lost pod, as Kubernetes goes on trying', () => {
    const [, lost] = follow({}, { observed: { ixnServer: podLost }, nowMs: startMs + 100 * progressDeadlineMs });
    expect(lost && inShort(lost)).toContain('Reconciling=True PodNotReady');
  });

  it('stalls for a workload that could not be created in time', () => {
    const [, late] = follow(
      { observed: nothing },
      { observed: nothing, nowMs: startMs + progressDeadlineMs + minuteMs },
    );
    expect(late && inShort(late)).toContain('Stalled=True ProgressDeadlineExceeded');
  });
});
