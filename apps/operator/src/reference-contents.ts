import { type Secret, secretOf } from '@ixn/dependency-checks';
import type { KubeClient } from '@ixn/kube-client';
import { type Contents, contentsOf } from './reference-digest.ts';
import type { ReferencedObject } from './reference-users.ts';
import { type ReferenceVersions, splitObject, type Version, versionOf } from './reference-versions.ts';
import { referenceTypes } from './resource-types.ts';

/** Takes in what was read of an object for an instance (namespace/name). */
export type NoteRead = (instance: string, object: ReferencedObject, version: Version, contents: Contents) => void;

/** What is known of one key of a Secret or ConfigMap. */
export type KeyContent =
  | { readonly kind: 'value'; readonly value: Secret }
  /** It is being read; the instances that need it are told when that is done. */
  | { readonly kind: 'pending' }
  /** `problem` is a sentence's end such as `is missing`, with nothing of what is in it. */
  | { readonly kind: 'unreadable'; readonly problem: string };

/** The keys of each object that somebody needs. */
export type NeededKeys = ReadonlyMap<ReferencedObject, ReadonlySet<string>>;

/**
 * Holds the contents of those keys of Secrets and ConfigMaps that checks log in or verify with, as long as they do. What is read
 * for the digests anyway is taken from there, so that one GET for each version of an object serves both.
 */
export interface ReferenceContents {
  /** What it is given is held until `retain` or `settle`. */
  readonly noteRead: NoteRead;
  /** Holds what an instance needs, of what was read for it and otherwise, and lets go of the rest. */
  retain(instance: string, needed: NeededKeys): void;
  /** Lets go of what was read for an instance, but for what it needs. */
  settle(instance: string): void;
  /**
   * The content of a key that is retained; begins to read it where nobody has. Of an object that is read for digests it may be
   * the one before the present, until that has been read.
   */
  read(object: ReferencedObject, key: string): KeyContent;
}

export interface ReferenceContentsParts {
  readonly client: Pick<KubeClient, 'get'>;
  readonly versions: ReferenceVersions;
  /** Told of each instance that needs something when it has been read, or for the first time could not be. */
  readonly onRead: (instance: string) => void;
}

interface Read {
  readonly version: Version;
  readonly contents: Contents;
}

interface Held {
  readonly version: Version | 'absent' | 'unreadable';
  /** The names of all keys, of which some are held. */
  readonly keys: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, Secret>;
  /** Whether it was read for the digests: then the next version will be, too, and need not be read for us. */
  readonly noted: boolean;
}

export function createReferenceContents({ client, versions, onRead }: ReferenceContentsParts): ReferenceContents {
  const needs = createNeeds();
  const fresh = new Map<string, Map<ReferencedObject, Read>>();
  const held = new Map<ReferencedObject, Held>();
  const reading = new Set<ReferencedObject>();

  function keep(object: ReferencedObject, { version, contents }: Read, needed: Iterable<string>, noted: boolean): void {
    const before = held.get(object);
    const values = new Map(before?.version === version ? before.values : []);
    for (const key of needed) {
      const value = textIn(object, contents[key]);
      if (value !== undefined) values.set(key, secretOf(value));
    }
    held.set(object, { version, keys: new Set(Object.keys(contents)), values, noted });
  }

  async function get(object: ReferencedObject): Promise<void> {
    const { kind, ref } = splitObject(object);
    const answer = await client.get(referenceTypes[kind], ref);
    reading.delete(object);
    const waiting = needs.usersOf(object);
    if (waiting.length === 0) return;
    const failedBefore = held.get(object)?.version === 'unreadable';
    if (answer.ok) {
      const version = versionOf(answer.value);
      versions.noteRead(object, version);
      keep(object, { version, contents: contentsOf(answer.value) }, needs.keysOf(object), false);
    } else {
      const version = answer.failure.code === 'NotFound' ? 'absent' : 'unreadable';
      if (version === 'absent') versions.noteRead(object, version);
      held.set(object, { version, keys: new Set(), values: new Map(), noted: false });
      if (version === 'unreadable' && failedBefore) return;
    }
    waiting.forEach(onRead);
  }

  function beginReading(object: ReferencedObject): KeyContent {
    if (!reading.has(object)) {
      reading.add(object);
      void get(object);
    }
    return { kind: 'pending' };
  }

  function settle(instance: string): void {
    for (const [object, read] of fresh.get(instance) ?? []) {
      const keys = needs.of(instance).get(object);
      if (keys !== undefined) keep(object, read, keys, true);
    }
    fresh.delete(instance);
  }

  return {
    noteRead(instance, object, version, contents) {
      const ofInstance = fresh.get(instance) ?? new Map();
      fresh.set(instance, ofInstance.set(object, { version, contents }));
    },
    retain(instance, needed) {
      for (const object of needs.note(instance, needed)) held.delete(object);
      settle(instance);
    },
    settle,
    read(object, key) {
      const current = versions.current(object);
      if (current === 'absent') return { kind: 'unreadable', problem: 'is missing' };
      const known = held.get(object);
      if (known?.version === 'unreadable') {
        beginReading(object);
        return { kind: 'unreadable', problem: 'cannot be read' };
      }
      const outdated = current !== 'unknown' && current !== known?.version;
      if (known === undefined || (outdated && !known.noted)) return beginReading(object);
      if (known.version === 'absent') return { kind: 'unreadable', problem: 'is missing' };
      const value = known.values.get(key);
      if (value !== undefined) return { kind: 'value', value };
      return known.keys.has(key) ? beginReading(object) : { kind: 'unreadable', problem: `has no key ${key}` };
    },
  };
}

/** Who needs which keys of which objects. */
function createNeeds() {
  const needs = new Map<string, NeededKeys>();
  const users = new Map<ReferencedObject, Set<string>>();
  return {
    /** Notes all that an instance needs; gives the objects that nobody needs any more. */
    note(instance: string, needed: NeededKeys): readonly ReferencedObject[] {
      const before = [...(needs.get(instance)?.keys() ?? [])];
      if (needed.size === 0) needs.delete(instance);
      else needs.set(instance, needed);
      for (const object of needed.keys()) users.set(object, (users.get(object) ?? new Set()).add(instance));
      for (const object of before) if (!needed.has(object)) users.get(object)?.delete(instance);
      const unused = before.filter((object) => users.get(object)?.size === 0);
      for (const object of unused) users.delete(object);
      return unused;
    },
    of: (instance: string): NeededKeys => needs.get(instance) ?? new Map(),
    usersOf: (object: ReferencedObject): readonly string[] => [...(users.get(object) ?? [])],
    keysOf: (object: ReferencedObject): ReadonlySet<string> =>
      new Set([...(users.get(object) ?? [])].flatMap((instance) => [...(needs.get(instance)?.get(object) ?? [])])),
  };
}

/** The text of a key; that of a Secret is base64. */
function textIn(object: ReferencedObject, content: unknown): string | undefined {
  if (typeof content !== 'string') return undefined;
  return object.startsWith('Secret/') ? Buffer.from(content, 'base64').toString('utf8') : content;
}
