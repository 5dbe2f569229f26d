import { describe, expect, it } from 'vitest';
import { type RevisionedPod, type RevisionedSet, stuckPods } from './stuck-pods.ts';

const set: RevisionedSet = { generation: 2, observedGeneration: 2, updateRevision: 'ixn-new' };
const stuck: RevisionedPod = { ready: false, terminating: false, revision: 'ixn-old' };

describe('stuckPods', () => {
  it.each([
    ['v1.35.0', true],
    ['v1.35.1', true],
    ['v1.35.2', true],
    ['v1.35.3', true],
    ['1.35.3', true],
    ['v1.35.0-rc.1', true],
    ['v1.35.2-gke.1', true],
    ['v1.35.2-gke.1234000', true],
    ['v1.35.3-eks-5d4a308', true],
    ['v1.35.1+k3s1', true],
    ['v1.35.4', false],
    ['v1.35.4-gke.1', false],
    ['v1.35.10', false],
    ['v1.35.30', false],
    ['v1.34.0', false],
    ['v1.34.9', false],
    ['v1.36.0', false],
    ['v1.36.3', false],
    ['v1.3.5', false],
    ['v11.35.0', false],
    ['v2.35.0', false],
    ['', false],
    [undefined, false],
  ])('of a server of version %s are found: %s', (version, found) => {
    expect(stuckPods(version, set, [stuck])).toEqual(found ? [stuck] : []);
  });

  it.each<[string, RevisionedSet, RevisionedPod]>([
    ['is ready: the controller replaces it', set, { ...stuck, ready: true }],
    ['is being deleted already', set, { ...stuck, terminating: true }],
    ['is of the new revision, and starting', set, { ...stuck, revision: 'ixn-new' }],
    ['is of no StatefulSet', set, { ready: false, terminating: false }],
    ['waits for the controller to see the new template', { ...set, observedGeneration: 1 }, stuck],
    ['may keep its revision', { generation: 2, observedGeneration: 2 }, stuck],
  ])('leave alone a pod that %s', (_, of, pod) => {
    expect(stuckPods('v1.35.2', of, [pod])).toEqual([]);
  });

  it('are those of many that are stuck, and no other', () => {
    const other = { ...stuck, ready: true };
    expect(stuckPods('v1.35.2', set, [other, stuck, other])).toEqual([stuck]);
  });
});
