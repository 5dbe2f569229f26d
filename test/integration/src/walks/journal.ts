import { isDeepStrictEqual } from 'node:util';
import { type Workload, workloads } from '@ixn/connections';
import { createStore, type StoreChange } from '@ixn/kube-client';
import { childTypes, interactionServers, podType } from '@ixn/operator';
import { adminTransport } from '../admin-transport.ts';
import type { AnyObject } from '../cluster.ts';
import type { Rewriting } from './restart-order.ts';

/** Something that watches have told, and that may need a reason. */
export type Happening =
  | ({ readonly kind: 'template changed' } & Rewriting)
  | { readonly kind: 'pod ended'; readonly workload: Workload; readonly pod: string }
  | { readonly kind: 'two IXN pods'; readonly pods: string }
  | { readonly kind: 'claim gone'; readonly claim: string }
  | { readonly kind: 'status'; readonly before: AnyObject | undefined; readonly after: AnyObject };

/** What the watches have told of one namespace. */
export interface Journal {
  /** What has happened since the last call, in the order in which it was told. */
  take(): readonly Happening[];
  /** How many changes were told so far, of anything. */
  changes(): number;
  instance(): AnyObject | undefined;
  workload(workload: Workload): AnyObject | undefined;
  /** Every version of the StatefulSet of IXN so far, in order. */
  ixnVersions(): readonly AnyObject[];
  pods(): readonly AnyObject[];
}

/** Watches that all walks share. */
export interface Journals {
  of(namespace: string): Journal;
  stop(): Promise<void>;
}

const components: Readonly<Record<string, Workload>> = {
  'ixn-server': 'ixnServer',
  'ixn-node': 'ixnNode',
  'vq-node': 'ixnVQNode',
};

interface Entry {
  readonly happenings: Happening[];
  readonly ixnVersions: AnyObject[];
  changes: number;
}

/** Begins to watch every namespace; resolves when the first lists are in. */
export async function startJournals(): Promise<Journals> {
  const transport = adminTransport('walk-journal');
  const entries = new Map<string, Entry>();
  const entryOf = (namespace: string): Entry => {
    const entry = entries.get(namespace) ?? { happenings: [], ixnVersions: [], changes: 0 };
    entries.set(namespace, entry);
    return entry;
  };
  const watch = (type: typeof podType, told: (change: StoreChange<AnyObject>) => readonly Happening[] = () => []) => {
    const project = (object: object) => object as AnyObject;
    const store = createStore({ transport, type, namespaces: 'all', project });
    store.subscribe((change) => {
      const entry = entryOf(change.ref.namespace ?? '');
      entry.changes += 1;
      entry.happenings.push(...told(change));
    });
    return store;
  };
  const pods = watch(podType, (change) => podHappenings(change, pods.list(change.ref.namespace)));
  const stores = {
    pods,
    statefulSets: watch(childTypes.StatefulSet, (change) => {
      if (change.kind !== 'deleted') entryOf(change.ref.namespace ?? '').ixnVersions.push(change.after);
      return templateHappenings(change);
    }),
    deployments: watch(childTypes.Deployment, templateHappenings),
    claims: watch(childTypes.PersistentVolumeClaim, claimHappenings),
    instances: watch(interactionServers, statusHappenings),
  };
  const stop = new AbortController();
  const running = Object.values(stores).map((store) => store.run(stop.signal));
  await Promise.all(Object.values(stores).map((store) => store.synced));
  return {
    of: (namespace) => ({
      take: () => entryOf(namespace).happenings.splice(0),
      changes: () => entryOf(namespace).changes,
      ixnVersions: () => entryOf(namespace).ixnVersions,
      instance: () => stores.instances.list(namespace)[0],
      workload: (workload) =>
        [...stores.statefulSets.list(namespace), ...stores.deployments.list(namespace)].find(
          (object) => workloadOf(object) === workload,
        ),
      pods: () => stores.pods.list(namespace).filter((pod) => workloadOf(pod) !== undefined),
    }),
    stop: async () => {
      stop.abort();
      await Promise.all(running);
      await transport.close();
    },
  };
}

export function workloadOf({ metadata: { labels = {} } }: AnyObject): Workload | undefined {
  return components[labels['app.kubernetes.io/component'] ?? ''];
}

function podHappenings(change: StoreChange<AnyObject>, all: readonly AnyObject[]): readonly Happening[] {
  if (change.kind === 'deleted') {
    const workload = workloadOf(change.before);
    return workload === undefined ? [] : [{ kind: 'pod ended', workload, pod: change.before.metadata.name }];
  }
  const ixn = all.filter((pod) => workloadOf(pod) === workloads[0]);
  const names = ixn.map(({ metadata: { name, uid } }) => `${name} ${uid}`).join(', ');
  return change.kind === 'added' && ixn.length > 1 ? [{ kind: 'two IXN pods', pods: names }] : [];
}

function templateHappenings(change: StoreChange<AnyObject>): readonly Happening[] {
  // Another object of the same name is made of nothing: that restarts what was there, and its pods tell.
  if (change.kind !== 'changed' || change.before.metadata.uid !== change.after.metadata.uid) return [];
  const workload = workloadOf(change.after);
  const { before, after } = change;
  if (workload === undefined || isDeepStrictEqual(before['spec'].template, after['spec'].template)) return [];
  return [{ kind: 'template changed', workload, before, after }];
}

function claimHappenings(change: StoreChange<AnyObject>): readonly Happening[] {
  const isGone =
    change.kind === 'deleted' ||
    (change.kind === 'changed' && change.before.metadata.uid !== change.after.metadata.uid);
  return isGone ? [{ kind: 'claim gone', claim: change.ref.name }] : [];
}

function statusHappenings(change: StoreChange<AnyObject>): readonly Happening[] {
  if (change.kind === 'deleted') return [];
  const before =
    change.kind === 'changed' && change.before.metadata.uid === change.after.metadata.uid ? change.before : undefined;
  return [{ kind: 'status', before, after: change.after }];
}
