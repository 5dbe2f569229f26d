import type { KubeClient, KubeObject } from '@ixn/kube-client';
import type { Reference } from '@ixn/manifests';
import type { ObservedReference, ReferenceReader } from '@ixn/reconcile';
import type { NoteRead } from './reference-contents.ts';
import { contentsOf, createValueDigests, digestReference } from './reference-digest.ts';
import { type ReferencedObject, referencedObject, type ReferenceUsers } from './reference-users.ts';
import { type ReferenceVersions, splitObject, type Version, versionOf } from './reference-versions.ts';
import { referenceTypes } from './resource-types.ts';

export interface ReferenceReaderParts {
  readonly client: Pick<KubeClient, 'get'>;
  readonly versions: ReferenceVersions;
  readonly users: ReferenceUsers;
  /** Told what was read for an instance, for whom the contents are; nothing of them is kept here. */
  readonly onRead?: NoteRead;
}

/** A reader of Secrets and ConfigMaps, and the way to forget an instance (namespace/name) that is gone. */
export interface ForgetfulReferenceReader extends ReferenceReader {
  forget(instance: string): void;
}

/** What was found in one version of an object, by the keys that were asked for. */
interface Known {
  readonly version: Version | 'none';
  readonly found: ReadonlyMap<string, ObservedReference>;
}

/**
 * Reads contents by a GET for each object, only when its version or the keys in use are new to the instance; of the contents nothing
 * is kept but the digest.
 */
export function createReferenceReader({
  client,
  versions,
  users,
  onRead,
}: ReferenceReaderParts): ForgetfulReferenceReader {
  const knownTo = new Map<string, ReadonlyMap<ReferencedObject, Known>>();
  const digestValues = createValueDigests();

  async function look(
    instance: string,
    object: ReferencedObject,
    keySets: KeySets,
    before: Known | undefined,
  ): Promise<Known> {
    const current = versions.current(object);
    if (current === 'absent') return same(keySets, { kind: 'missing' });
    if (before?.version === current && [...keySets.keys()].every((keys) => before.found.has(keys))) return before;
    const existenceOnly = [...keySets.values()].every(({ keys }) => keys.length === 0);
    if (current !== 'unknown' && existenceOnly) return same(keySets, { kind: 'found', digest: '', missingKeys: [] });
    const { kind, ref } = splitObject(object);
    const answer = await client.get(referenceTypes[kind], ref);
    if (answer.ok) {
      onRead?.(instance, object, versionOf(answer.value), contentsOf(answer.value));
      return digest(object, keySets, answer.value);
    }
    if (answer.failure.code !== 'NotFound')
      return same(keySets, { kind: 'unreadable', message: answer.failure.message });
    versions.noteRead(object, 'absent');
    return same(keySets, { kind: 'missing' });
  }

  async function digest(object: ReferencedObject, keySets: KeySets, value: KubeObject): Promise<Known> {
    const contents = contentsOf(value);
    const { ref } = splitObject(object);
    const found = [...keySets].map(async ([text, { keys, compared }]) => {
      const values = compared && { values: digestValues(keys, contents) };
      return [text, { kind: 'found', ...(await digestReference(ref, keys, contents)), ...values }] as const;
    });
    const version = versionOf(value);
    versions.noteRead(object, version);
    return { version, found: new Map(await Promise.all(found)) };
  }

  return {
    async observe({ namespace, name }, references) {
      const instance = `${namespace}/${name}`;
      const objectOf = (reference: Reference) => referencedObject(reference.kind, { namespace, name: reference.name });
      const wanted = Map.groupBy(references, objectOf);
      // Before anything is read: a change in between brings the instance up again.
      users.note(instance, [...wanted.keys()]);
      const before = knownTo.get(instance);
      const looked = [...wanted].map(async ([object, uses]) => {
        return [object, await look(instance, object, keySetsOf(uses), before?.get(object))] as const;
      });
      const known = new Map(await Promise.all(looked));
      knownTo.set(instance, known);
      return references.map((reference) => {
        return known.get(objectOf(reference))?.found.get(textOf(reference)) ?? { kind: 'missing' };
      });
    },
    forget(instance) {
      users.note(instance, []);
      knownTo.delete(instance);
    },
  };
}

/** The sets of keys that are asked for of one object, each by its text, and whether single values are compared with others. */
type KeySets = ReadonlyMap<string, { readonly keys: Reference['keys']; readonly compared: boolean }>;

function keySetsOf(references: readonly Reference[]): KeySets {
  return new Map(references.map((one) => [textOf(one), { keys: one.keys, compared: one.use === 'provision' }]));
}

function textOf({ keys, use }: Reference): string {
  return JSON.stringify([keys, use === 'provision']);
}

/** The same answer for all; it holds for no version, so that it is asked for again. */
function same(keySets: KeySets, observed: ObservedReference): Known {
  return { version: 'none', found: new Map([...keySets.keys()].map((keys) => [keys, observed])) };
}
