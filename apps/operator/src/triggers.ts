import { isDeepStrictEqual } from 'node:util';
import type { StoreChange } from '@ixn/kube-client';
import { type Stores, tenantOf } from './stores.ts';

/** Which instances read which Secrets, as their last reconcile said. Secrets are not read for it. */
export interface SecretReaders {
  /** Notes all Secrets that an instance reads; keys are namespace/name. */
  note(instance: string, secrets: readonly string[]): void;
  of(secret: string): readonly string[];
}

export function createSecretReaders(): SecretReaders {
  const secretsOf = new Map<string, readonly string[]>();
  const readersOf = new Map<string, Set<string>>();
  return {
    note(instance, secrets) {
      for (const secret of secretsOf.get(instance) ?? []) {
        const readers = readersOf.get(secret);
        readers?.delete(instance);
        if (readers?.size === 0) readersOf.delete(secret);
      }
      if (secrets.length === 0) secretsOf.delete(instance);
      else secretsOf.set(instance, secrets);
      for (const secret of secrets) readersOf.set(secret, (readersOf.get(secret) ?? new Set()).add(instance));
    },
    of: (secret) => [...(readersOf.get(secret) ?? [])],
  };
}

/** Puts every instance that a change in the cluster concerns into the queue. */
export function enqueueOnChange(stores: Stores, readers: SecretReaders, enqueue: (key: string) => void): void {
  const enqueueTenant = (tenant: string) => {
    for (const rival of stores.instances.byIndex('tenant', tenant)) enqueue(keyOf(rival.metadata));
  };

  stores.instances.subscribe((change) => {
    if (changesNothing(change)) return;
    enqueue(keyOf(change.ref));
    // The next instance of the tenant may have its turn now.
    if (change.kind === 'deleted') enqueueTenant(tenantOf(change.before.spec));
  });
  stores.pods.subscribe((change) => {
    if (changesNothing(change)) return;
    const pod = change.kind === 'deleted' ? change.before : change.after;
    enqueue(pod.instance);
    if (change.kind === 'deleted' && pod.tenant !== undefined) enqueueTenant(pod.tenant);
  });
  stores.secrets.subscribe((change) => {
    if (change.kind !== 'changed') readers.of(keyOf(change.ref)).forEach(enqueue);
  });
  stores.failedCreates.subscribe((change) => {
    if (change.kind === 'deleted') return;
    const [namespace = '', name = ''] = change.after.controller.split('/');
    stores.children.StatefulSet.get({ namespace, name })?.instances.forEach(enqueue);
  });
  for (const store of Object.values(stores.children)) {
    store.subscribe((change) => {
      if (changesNothing(change)) return;
      const before = change.kind === 'added' ? [] : change.before.instances;
      const after = change.kind === 'deleted' ? [] : change.after.instances;
      for (const key of new Set([...before, ...after])) enqueue(key);
    });
  }
}

/** Whether nothing that is kept of the object has changed, as with most of the writes that Kubernetes makes to it. */
function changesNothing<T>(change: StoreChange<T>): boolean {
  return change.kind === 'changed' && isDeepStrictEqual(change.before, change.after);
}

function keyOf({ namespace = '', name }: { readonly namespace?: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
