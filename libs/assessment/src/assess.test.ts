import { describe, expect, it } from 'vitest';
import { assess, assessBlocked, type Blocked, blockedByViolations } from './assess.ts';
import {
  failed,
  input,
  inShort,
  messageOf,
  minuteMs,
  podLost,
  replacing,
  rollingSince,
  settledBefore,
  startMs,
  workloadsInShort,
} from './scenes.testing.ts';

describe('the status of an instance', () => {
  it('says in short how many pods are ready and wanted', () => {
    const status = assess(input({ observed: { ixnServer: undefined }, desired: { ixnVQNode: 3 } }));
    expect(status.summary).toMatchObject({ ixnServer: '0/1', ixnNode: '1/1', ixnVQNode: '1/3' });
  });

  it('hands on what is known of the connections, and says in short how many are configured or served', () => {
    const connections = [
      { number: 1, state: 'NotConfigured' },
      { number: 5, state: 'Configured', endpoint: 'conf:1' },
      { number: 8, state: 'Serving', endpoint: 'tenant-100-vq-node:2', open: true },
    ] as const;
    const status = assess(input({ connections }));
    expect(status.connections).toEqual(connections);
    expect(status.summary?.connections).toBe('2/3');
  });

  it('keeps what it said of the connections when nothing can be done for the spec', () => {
    const connections = [{ number: 1, state: 'NotConfigured' }] as const;
    const before = assess(input({ connections }));
    const blocked = { kind: 'stalled', reason: 'InvalidSpec', message: 'no' } as const;
    const { workloads: running } = input({});
    const status = assessBlocked({ generation: 2, nowMs: startMs, before, blocked, workloads: running });
    expect(status.connections).toEqual(connections);
    expect(status.summary).toEqual(before.summary);
  });

  it('says of each workload how it stands', () => {
    expect(assess(input({})).workloads?.[0]).toEqual({
      name: 'ixnServer',
      desired: 1,
      ready: 1,
      updated: 1,
      image: 'ixn/ixnServer:1',
      generation: 1,
      settled: true,
      startedAt: '2026-03-01T12:00:00Z',
    });
  });

  it('is the same bytes for the same input, and for its own status as the one before', () => {
    const scene = { observed: { ixnNode: replacing }, failures: [failed] };
    const status = assess(input(scene));
    expect(JSON.stringify(assess(input(scene)))).toBe(JSON.stringify(status));
    const again = assess(input({ ...scene, before: status, nowMs: startMs + minuteMs }));
    expect(JSON.stringify(again)).toBe(JSON.stringify(status));
  });
});

describe('the status of a resource for which nothing is done', () => {
  const violations = [
    { path: 'spec.ixnNode.replicas', message: 'must be at most 1' },
    { path: 'spec.tenant.id', message: 'must be a UUID' },
  ];

  const blocked = blockedByViolations(violations);
  const { workloads: running } = input({});
  const waiting: Blocked = { kind: 'waiting', reason: 'WaitingForPredecessor', message: 'a pod is ending' };

  it('stalls with every violation, each with its field', () => {
    const status = assessBlocked({ generation: 1, nowMs: startMs, before: undefined, blocked, workloads: [] });
    expect(inShort(status)).toEqual(['Ready=False InvalidSpec', 'Stalled=True InvalidSpec']);
    expect(messageOf(status, 'Ready')).toBe('spec.ixnNode.replicas: must be at most 1; spec.tenant.id: must be a UUID');
  });

  it('keeps what is known of the workloads, which run on as they were', () => {
    const status = assessBlocked({
      generation: 2,
      nowMs: startMs + minuteMs,
      before: settledBefore,
      blocked,
      workloads: running,
    });
    expect(inShort(status)).toEqual(['Ready=False InvalidSpec', 'Stalled=True InvalidSpec', 'Available=True Serving']);
    expect(workloadsInShort(status)).toEqual(['True Converged', 'True Converged', 'True Converged']);
    expect(status).toMatchObject({ summary: settledBefore.summary, workloads: settledBefore.workloads });
    expect(status.observedGeneration).toBe(2);
  });

  it('tells of a pod that is lost while nothing can be done for the spec', () => {
    const { workloads } = input({ observed: { ixnServer: podLost } });
    const status = assessBlocked({ generation: 2, nowMs: startMs, before: settledBefore, blocked, workloads });
    expect(inShort(status)).toEqual([
      'Ready=False InvalidSpec',
      'Stalled=True InvalidSpec',
      'Available=False NoReadyPod',
    ]);
    expect(status.summary?.ixnServer).toBe('0/1');
  });

  it('is on its way while it waits for something that ends by itself', () => {
    const status = assessBlocked({ generation: 1, nowMs: startMs, before: undefined, blocked: waiting, workloads: [] });
    expect(inShort(status)).toEqual(['Ready=Unknown WaitingForPredecessor', 'Reconciling=True WaitingForPredecessor']);
    expect(messageOf(status, 'Ready')).toBe('a pod is ending');
  });

  it('no longer says that it stalls when it only waits', () => {
    const before = assessBlocked({ generation: 1, nowMs: startMs, before: undefined, blocked, workloads: [] });
    const status = assessBlocked({ generation: 2, nowMs: startMs, before, blocked: waiting, workloads: running });
    expect(inShort(status).filter((text) => text.startsWith('Stalled'))).toEqual([]);
  });

  it('no longer says that something goes on', () => {
    const before = rollingSince(startMs);
    const status = assessBlocked({ generation: 2, nowMs: startMs, before, blocked, workloads: running });
    expect(inShort(status).filter((text) => text.startsWith('Reconciling'))).toEqual([]);
  });

  it('is the same bytes when it is assessed again, so that it is written once', () => {
    const first = assessBlocked({ generation: 2, nowMs: startMs, before: settledBefore, blocked, workloads: running });
    const again = assessBlocked({
      generation: 2,
      nowMs: startMs + minuteMs,
      before: first,
      blocked,
      workloads: running,
    });
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
  });

  it('clears the stall when the spec has been mended', () => {
    const before = assessBlocked({ generation: 2, nowMs: startMs, before: settledBefore, blocked, workloads: running });
    expect(inShort(assess(input({ before, generation: 3 })))).toEqual([
      'Ready=True Converged',
      'Available=True Serving',
    ]);
  });
});
