import { isDeepStrictEqual } from 'node:util';
import type { StoreChange } from '@ixn/kube-client';
import type { CustomResource } from '@ixn/reconcile';
import { referencedObject, type ReferenceUsers } from './reference-users.ts';
import { type Stores, tenantOf } from './stores.ts';

/** Puts every instance that a change in the cluster concerns into the queue. */
export function enqueueOnChange(stores: Stores, users: ReferenceUsers, enqueue: (key: string) => void): void {
  const enqueueTenant = (tenant: string) => {
    for (const rival of stores.instances.byIndex('tenant', tenant)) enqueue(keyOf(rival.metadata));
  };

  stores.instances.subscribe((change) => {
    if (tellsNothingNew(change)) return;
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
  stores.endpoints?.subscribe((change) => {
    if (!changesNothing(change)) enqueue((change.kind === 'deleted' ? change.before : change.after).instance);
  });
  for (const kind of ['Secret', 'ConfigMap'] as const) {
    stores.references?.[kind].subscribe(({ ref: { namespace = '', name } }) => {
      users.of(referencedObject(kind, { namespace, name })).forEach(enqueue);
    });
  }
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

/** The same of an instance. A new time of its next try is ours: it would bring the try forward, and that the next time. */
function tellsNothingNew(change: StoreChange<CustomResource>): boolean {
  if (change.kind !== 'changed') return false;
  return isDeepStrictEqual(withoutNextTry(change.before), withoutNextTry(change.after));
}

function withoutNextTry(resource: CustomResource): CustomResource {
  if (resource.status === undefined) return resource;
  const { nextTry: _time, ...status } = resource.status;
  return { ...resource, status };
}

function keyOf({ namespace = '', name }: { readonly namespace?: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
