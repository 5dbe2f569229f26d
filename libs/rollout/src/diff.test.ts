import type { Manifest } from '@ixn/manifests';
import { describe, expect, it } from 'vitest';
import type { Change, ObservedChild } from './changes.ts';
import { diff, ownership } from './diff.ts';

const instance = { kind: 'InteractionServer', name: 'tenant-100', uid: 'our-uid' };
const somebodyElse = { kind: 'Deployment', name: 'theirs', uid: 'their-uid' };
/** The same name, and another UID: it was deleted and made anew. */
const predecessor = { ...instance, uid: 'old-uid' };

function wanted(kind: 'ServiceAccount' | 'ConfigMap', name: string): Manifest {
  const metadata = { name, namespace: 'voice', labels: {}, ownerReferences: [] };
  const object =
    kind === 'ConfigMap'
      ? ({ apiVersion: 'v1', kind, metadata, data: {} } as const)
      : ({ apiVersion: 'v1', kind, metadata, automountServiceAccountToken: false } as const);
  return { workload: 'ixnServer', fingerprint: 'new', customised: false, object };
}

/** A child that is ours, exists, and is as it was applied last. */
function child(overrides: Partial<ObservedChild> = {}): ObservedChild {
  return {
    kind: 'ConfigMap',
    namespace: 'voice',
    name: 'a',
    uid: 'child-uid',
    controller: instance,
    labelledFor: undefined,
    retained: false,
    terminating: false,
    appliedFingerprint: 'new',
    ownFields: 'exactly',
    templateRecord: undefined,
    ...overrides,
  };
}

function ownsExactly(_: unknown, ownFields: unknown): boolean {
  return ownFields === 'exactly';
}

function diffOf(manifests: readonly Manifest[], observed: readonly ObservedChild[]): readonly Change[] {
  return diff({ instance, wanted: manifests, observed, ownsExactly });
}

function inWords(change: Change): string {
  const name = change.kind === 'delete' ? change.child.name : change.manifest.object.metadata.name;
  const kind = change.kind === 'delete' ? change.child.kind : change.manifest.object.kind;
  return [change.kind, kind, name, ...(change.kind === 'update' ? [change.cause] : [])].join(' ');
}

describe('diff', () => {
  it.each<[string, readonly Manifest[], readonly ObservedChild[], readonly string[]]>([
    ['creates what is not there', [wanted('ConfigMap', 'a')], [], ['create ConfigMap a']],
    ['leaves alone what is as it was applied', [wanted('ConfigMap', 'a')], [child()], []],
    [
      'updates what was applied from another spec',
      [wanted('ConfigMap', 'a')],
      [child({ appliedFingerprint: 'old' })],
      ['update ConfigMap a SpecChanged'],
    ],
    [
      'updates what has lost the fingerprint of its last apply',
      [wanted('ConfigMap', 'a')],
      [child({ appliedFingerprint: undefined })],
      ['update ConfigMap a SpecChanged'],
    ],
    [
      'updates what somebody else took a field of',
      [wanted('ConfigMap', 'a')],
      [child({ ownFields: 'less' })],
      ['update ConfigMap a Drift'],
    ],
    [
      'updates what nobody is known to have applied',
      [wanted('ConfigMap', 'a')],
      [child({ ownFields: undefined })],
      ['update ConfigMap a Drift'],
    ],
    [
      'calls it a change of the spec when both the spec changed and a field was taken',
      [wanted('ConfigMap', 'a')],
      [child({ appliedFingerprint: 'old', ownFields: 'less' })],
      ['update ConfigMap a SpecChanged'],
    ],
    ['deletes what is no longer wanted', [], [child()], ['delete ConfigMap a']],
    ['leaves alone what is not wanted and belongs to somebody else', [], [child({ controller: somebodyElse })], []],
    ['leaves alone what is not wanted and belongs to nobody', [], [child({ controller: undefined })], []],
    [
      'reports a name that belongs to somebody else, and writes nothing there',
      [wanted('ConfigMap', 'a')],
      [child({ controller: somebodyElse, appliedFingerprint: 'old' })],
      ['conflict ConfigMap a'],
    ],
    [
      'reports a name that belongs to nobody, and writes nothing there',
      [wanted('ConfigMap', 'a')],
      [child({ controller: undefined })],
      ['conflict ConfigMap a'],
    ],
    [
      'waits for what a deleted instance of the same name has left, and writes nothing there',
      [wanted('ConfigMap', 'a')],
      [child({ controller: predecessor })],
      ['await ConfigMap a'],
    ],
    [
      'waits for what a deleted instance has left, although it is being deleted already',
      [wanted('ConfigMap', 'a')],
      [child({ controller: predecessor, terminating: true })],
      ['await ConfigMap a'],
    ],
    [
      'leaves to Kubernetes what a deleted instance has left and nobody wants',
      [],
      [child({ controller: predecessor })],
      [],
    ],
    [
      'takes over what was retained for an instance of its name',
      [wanted('ConfigMap', 'a')],
      [child({ controller: undefined, labelledFor: instance.name, retained: true, appliedFingerprint: 'old' })],
      ['update ConfigMap a SpecChanged'],
    ],
    [
      'reports what was retained for an instance of another name',
      [wanted('ConfigMap', 'a')],
      [child({ controller: undefined, labelledFor: 'tenant-200', retained: true })],
      ['conflict ConfigMap a'],
    ],
    [
      'never deletes what is retained',
      [],
      [child({ controller: undefined, labelledFor: instance.name, retained: true })],
      [],
    ],
    [
      'leaves alone what is wanted and is being deleted, until it is gone',
      [wanted('ConfigMap', 'a')],
      [child({ terminating: true, appliedFingerprint: 'old' })],
      [],
    ],
    ['leaves alone what is not wanted and is being deleted already', [], [child({ terminating: true })], []],
    [
      'tells apart objects of one name and two kinds',
      [wanted('ServiceAccount', 'a'), wanted('ConfigMap', 'a')],
      [child()],
      ['create ServiceAccount a'],
    ],
    [
      'deletes the object of the old name when a name has changed',
      [wanted('ConfigMap', 'b')],
      [child()],
      ['create ConfigMap b', 'delete ConfigMap a'],
    ],
    ['has nothing to do when nothing is wanted and nothing is there', [], [], []],
  ])('%s', (_, manifests, observed, changes) => {
    expect(diffOf(manifests, observed).map(inWords)).toEqual(changes);
  });

  it('gives writes in the order in which objects are wanted, whatever was seen first, and deletions last', () => {
    const manifests = [wanted('ServiceAccount', 'c'), wanted('ConfigMap', 'a'), wanted('ConfigMap', 'b')];
    const observed = [
      child({ name: 'gone' }),
      child({ name: 'b', appliedFingerprint: 'old' }),
      child({ name: 'a', ownFields: 'less' }),
    ];
    const changes = [
      'create ServiceAccount c',
      'update ConfigMap a Drift',
      'update ConfigMap b SpecChanged',
      'delete ConfigMap gone',
    ];
    expect(diffOf(manifests, observed).map(inWords)).toEqual(changes);
    expect(diffOf(manifests, observed.toReversed()).map(inWords)).toEqual(changes);
  });

  it('hands on the child that is to be deleted as it was observed, so that exactly that one is', () => {
    expect(diffOf([], [child()])).toEqual([{ kind: 'delete', child: child() }]);
  });

  it('asks about the object as it is applied and the fields as they are booked', () => {
    const manifest = wanted('ConfigMap', 'a');
    const asked: unknown[] = [];
    const ask = (object: unknown, ownFields: unknown) => asked.push([object, ownFields]) > 0;
    diff({ instance, wanted: [manifest], observed: [child()], ownsExactly: ask });
    expect(asked).toEqual([[manifest.object, 'exactly']]);
  });
});

describe('ownership', () => {
  const unlabelled = { labelledFor: undefined, retained: false, ownFields: undefined };
  const labelled = { labelledFor: 'tenant-100', retained: false, ownFields: undefined };
  it.each([
    ['ours', 'controlled by the instance', { ...unlabelled, controller: instance }],
    ['ours', 'retained for the instance', { ...labelled, controller: undefined, retained: true }],
    ['ours', 'labelled for the instance and was applied by us', { ...labelled, controller: undefined, ownFields: {} }],
    ['predecessor', 'controlled by a deleted instance of its name', { ...unlabelled, controller: predecessor }],
    ['other', 'controlled by somebody else', { ...unlabelled, controller: somebodyElse }],
    [
      'other',
      'controlled by somebody else, whatever its label says',
      { ...labelled, controller: somebodyElse, retained: true, ownFields: {} },
    ],
    [
      'other',
      'controlled by another kind of the same name',
      { ...unlabelled, controller: { ...somebodyElse, name: 'tenant-100' } },
    ],
    ['other', 'controlled by nobody', { ...unlabelled, controller: undefined }],
    ['other', 'labelled for the instance by somebody else', { ...labelled, controller: undefined }],
    [
      'other',
      'ours, but of another instance',
      { ...labelled, labelledFor: 'tenant-200', controller: undefined, ownFields: {} },
    ],
  ])('is %s for an object that is %s', (whose, _, object) => {
    expect(ownership(object, instance)).toBe(whose);
  });
});
