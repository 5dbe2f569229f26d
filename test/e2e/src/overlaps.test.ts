import type { V1ContainerState, V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { findOverlaps } from './overlaps.ts';
import type { PodEvent } from './pod-watch.ts';

function pod(uid: string, phase: string, state: V1ContainerState = {}): V1Pod {
  const container = { name: 'c', image: 'i', imageID: '', ready: true, restartCount: 0, state };
  return { metadata: { name: 'ixn-0', uid }, status: { phase, containerStatuses: [container] } };
}

const added = (object: V1Pod): PodEvent => ({ type: 'ADDED', object });
const modified = (object: V1Pod): PodEvent => ({ type: 'MODIFIED', object });
const deleted = (object: V1Pod): PodEvent => ({ type: 'DELETED', object });
const at = (second: number) => new Date(second * 1000);

describe('findOverlaps', () => {
  it.each<[string, readonly PodEvent[]]>([
    ['nothing was seen', []],
    ['one pod lives', [added(pod('a', 'Pending')), modified(pod('a', 'Running'))]],
    [
      'the next one comes when the last one is gone',
      [added(pod('a', 'Running')), deleted(pod('a', 'Running')), added(pod('b', 'Pending'))],
    ],
    ['the last one has ended, but is still there', [added(pod('a', 'Failed')), added(pod('b', 'Running'))]],
    [
      'the next container starts in the second in which the last one ended',
      [
        added(pod('a', 'Running', { running: { startedAt: at(1) } })),
        deleted(pod('a', 'Succeeded', { terminated: { exitCode: 0, startedAt: at(1), finishedAt: at(5) } })),
        added(pod('b', 'Running', { running: { startedAt: at(5) } })),
      ],
    ],
  ])('finds nothing where %s', (_, events) => {
    expect(findOverlaps(events)).toEqual([]);
  });

  it('finds a second pod beside one that has not ended, once', () => {
    const events = [added(pod('a', 'Running')), added(pod('b', 'Pending')), modified(pod('b', 'Running'))];
    expect(findOverlaps(events)).toEqual(['at one moment: ixn-0 (a) and ixn-0 (b)']);
  });

  it('finds a container that started before the last one had ended, though its pod had gone', () => {
    const events = [
      added(pod('a', 'Running', { running: { startedAt: at(1) } })),
      deleted(pod('a', 'Succeeded', { terminated: { exitCode: 0, startedAt: at(1), finishedAt: at(9) } })),
      added(pod('b', 'Running', { running: { startedAt: at(5) } })),
    ];
    expect(findOverlaps(events)).toEqual(['ixn-0 (b) started before ixn-0 (a) had ended']);
  });
});
