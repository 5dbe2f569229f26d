import { type KubeClient, pause } from '@ixn/kube-client';
import type { ReferencedObject, ReferenceUsers } from './reference-users.ts';
import { type ReferenceVersions, splitObject, type Version, versionOf } from './reference-versions.ts';
import { referenceTypes } from './resource-types.ts';

export interface ReferencePollerParts {
  readonly client: Pick<KubeClient, 'get'>;
  readonly users: ReferenceUsers;
  /** From the end of one round to the beginning of the next. */
  readonly intervalMs: number;
  readonly enqueue: (instance: string) => void;
}

/** Versions that are known by asking for each object in use again and again. */
export interface ReferencePoller extends ReferenceVersions {
  /** Asks, one object after the other, and brings up the instances of those that have changed, until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** For an operator that may get the Secrets and ConfigMaps that instances name, but not list them. */
export function createReferencePoller({ client, users, intervalMs, enqueue }: ReferencePollerParts): ReferencePoller {
  const seen = new Map<ReferencedObject, Version | 'absent'>();

  async function ask(object: ReferencedObject, signal: AbortSignal): Promise<void> {
    const { kind, ref } = splitObject(object);
    const answer = await client.get(referenceTypes[kind], ref, { signal });
    // What cannot be read now stays as it was; a reconcile that needs it says so.
    if (!answer.ok && answer.failure.code !== 'NotFound') return;
    const version = answer.ok ? versionOf(answer.value) : 'absent';
    const before = seen.get(object);
    seen.set(object, version);
    if (before !== undefined && before !== version) users.of(object).forEach(enqueue);
  }

  return {
    current: (object) => seen.get(object) ?? 'unknown',
    noteRead: (object, version) => void seen.set(object, version),
    async run(signal) {
      while (!signal.aborted) {
        await pause(intervalMs, signal);
        const inUse = new Set(users.objects());
        for (const object of seen.keys()) if (!inUse.has(object)) seen.delete(object);
        for (const object of inUse) if (!signal.aborted) await ask(object, signal);
      }
    },
  };
}
