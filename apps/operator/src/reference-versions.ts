import type { KubeObject, Store } from '@ixn/kube-client';
import type { Reference } from '@ixn/manifests';
import type { ReferencedObject } from './reference-users.ts';

/** What tells one state of an object from every other: its UID and resourceVersion. */
export type Version = `${string}@${string}`;

export function versionOf({ metadata: { uid = '', resourceVersion = '' } }: KubeObject): Version {
  return `${uid}@${resourceVersion}`;
}

/** Tells which version of a Secret or ConfigMap is the present one, without a request. */
export interface ReferenceVersions {
  /** `unknown` where nobody has looked yet. */
  current(object: ReferencedObject): Version | 'absent' | 'unknown';
  /** Takes in what a read has found. */
  noteRead(object: ReferencedObject, version: Version | 'absent'): void;
}

/** What is watched of the Secrets and ConfigMaps of the namespaces: their versions alone. */
export type ReferenceStores = Readonly<Record<Reference['kind'], Store<Version>>>;

/** The versions as the watches know them: they see everything, so that a read tells them nothing new. */
export function watchedVersions(stores: ReferenceStores | undefined): ReferenceVersions {
  return {
    current(object) {
      const { kind, ref } = splitObject(object);
      return stores === undefined ? 'unknown' : (stores[kind].get(ref) ?? 'absent');
    },
    noteRead: () => undefined,
  };
}

export function splitObject(object: ReferencedObject) {
  const [kind, namespace = '', name = ''] = object.split('/');
  return { kind: kind === 'Secret' ? 'Secret' : 'ConfigMap', ref: { namespace, name } } as const;
}
