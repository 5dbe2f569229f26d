import type { ObservedWorkload } from '@ixn/assessment';
import { type Workload, workloads } from '@ixn/connections';
import type { InteractionServerStatus } from '@ixn/interaction-server';
import { type ChildObject, workloadObjectName } from '@ixn/manifests';
import type { ObservedChild } from '@ixn/rollout';
import type {
  CustomResource,
  InstanceRef,
  Ports,
  TenantObservation,
  WorkloadObservation,
  WriteOutcome,
} from './ports.ts';
import { reconcile } from './reconcile.ts';

/** A cluster in memory that does what it is told, and books every write. */
export interface FakeCluster {
  readonly ports: Ports;
  readonly ref: InstanceRef;
  /** Every write since the last look, as `create Kind name`, `update ...`, `delete ...` and `status`. */
  readonly writesSinceLastLook: () => readonly string[];
  /** The reason of every event since the last look. */
  readonly eventsSinceLastLook: () => readonly string[];
  readonly status: () => InteractionServerStatus | undefined;
  readonly child: (key: string) => ObservedChild | undefined;
  /** Changes the resource, as a user or the API server would. */
  readonly change: (change: (resource: CustomResource) => CustomResource | undefined) => void;
  readonly changeChild: (key: string, overrides: Partial<ObservedChild>) => void;
  readonly addChild: (child: ObservedChild) => void;
  /** What a StatefulSet or Deployment says of itself from now on. */
  readonly roll: (overrides?: Partial<ObservedWorkload>) => void;
  readonly addSecret: (name: string) => void;
  /** What else runs, or claims to run, the tenant. */
  readonly setTenant: (observation: Partial<TenantObservation>) => void;
  /** Answers the writes for which it gives an outcome with that, and does not make them. */
  readonly failWrites: (fail: (write: string) => WriteOutcome | undefined) => void;
  readonly wait: (durationMs: number) => void;
}

const fingerprintKey = 'ixn.operators.dev/applied';

/** A cluster with one resource that nobody has looked at yet. */
export function createFakeCluster(initial: CustomResource): FakeCluster {
  const { namespace, name, uid } = initial.metadata;
  let resource: CustomResource | undefined = initial;
  let nowMs = Date.parse('2026-03-01T12:00:00Z');
  let fail: ((write: string) => WriteOutcome | undefined) | undefined;
  let observed: Partial<Record<Workload, WorkloadObservation>> = {};
  const children = new Map<string, ObservedChild>();
  const writes: string[] = [];
  const events: string[] = [];
  const secrets = new Set<string>();
  let tenant: TenantObservation = { rivals: [], foreignIxnPods: [] };

  const write = (text: string, effect: () => void): Promise<WriteOutcome> => {
    writes.push(text);
    const outcome = fail?.(text);
    if (outcome === undefined) effect();
    return Promise.resolve(outcome ?? { kind: 'done' });
  };

  const store = ({ kind, metadata }: ChildObject) =>
    children.set(`${kind} ${metadata.name}`, {
      kind,
      name: metadata.name,
      namespace,
      uid: `uid of ${kind} ${metadata.name}`,
      controller: { kind: 'InteractionServer', name, uid },
      retainedFor: undefined,
      terminating: false,
      appliedFingerprint: metadata.annotations?.[fingerprintKey],
      ownFields: 'ours',
    });

  const roll = (overrides: Partial<ObservedWorkload> = {}) => {
    observed = Object.fromEntries(
      workloads
        .filter((workload) => childOf(workload) !== undefined)
        .map((workload) => [
          workload,
          { observed: { ...rolledOut, ...overrides }, pods: [], podCreationProblem: undefined },
        ]),
    );
  };
  const childOf = (workload: Workload) =>
    ['StatefulSet', 'Deployment']
      .map((kind) => children.get(`${kind} ${workloadObjectName(name, workload)}`))
      .find(Boolean);

  return {
    ref: { namespace, name },
    ports: {
      now: () => nowMs,
      podMergeSchema: { root: 'PodTemplateSpec', types: {} },
      ownsExactly: (_, ownFields) => ownFields === 'ours',
      reader: {
        instance: (ref) => (ref.name === name && ref.namespace === namespace ? resource : undefined),
        observe: () => ({ children: [...children.values()], workloads: observed }),
        tenant: () => tenant,
        secretExists: (_, secret) => secrets.has(secret),
      },
      writer: {
        tryApply: (object, mode) => write(`try ${mode} ${object.kind} ${object.metadata.name}`, () => undefined),
        recordEvent: (_, { reason }) => void events.push(reason),
        apply: (object, mode) => write(`${mode} ${object.kind} ${object.metadata.name}`, () => store(object)),
        remove: (child) =>
          write(`delete ${child.kind} ${child.name}`, () => children.delete(`${child.kind} ${child.name}`)),
        reportStatus: (_, status) =>
          write('status', () => {
            if (resource !== undefined) resource = { ...resource, status };
          }),
      },
    },
    writesSinceLastLook: () => writes.splice(0),
    status: () => resource?.status,
    child: (key) => children.get(key),
    change: (change) => {
      if (resource !== undefined) resource = change(resource);
    },
    changeChild: (key, overrides) => {
      const child = children.get(key);
      if (child === undefined) throw new Error(`there is no ${key}`);
      children.set(key, { ...child, ...overrides });
    },
    addChild: (child) => void children.set(`${child.kind} ${child.name}`, child),
    eventsSinceLastLook: () => events.splice(0),
    addSecret: (secret) => void secrets.add(secret),
    setTenant: (observation) => {
      tenant = { ...tenant, ...observation };
    },
    roll,
    failWrites: (toFail) => {
      fail = toFail;
    },
    wait: (durationMs) => {
      nowMs += durationMs;
    },
  };
}

const rolledOut: ObservedWorkload = {
  generation: 1,
  observedGeneration: 1,
  replicas: 1,
  readyReplicas: 1,
  updatedReplicas: 1,
  singleRevision: true,
};

/** A cluster in which the resource has converged, with nothing left to do. */
export async function convergedCluster(initial: CustomResource): Promise<FakeCluster> {
  const cluster = createFakeCluster(initial);
  await reconcile(cluster.ref, cluster.ports);
  cluster.roll();
  await reconcile(cluster.ref, cluster.ports);
  cluster.writesSinceLastLook();
  cluster.eventsSinceLastLook();
  return cluster;
}

/** Ready, Reconciling and Stalled, as `Type=Status Reason`. */
export function conditionsOf(cluster: FakeCluster): readonly string[] {
  const conditions = cluster.status()?.conditions ?? [];
  return conditions
    .filter(({ type }) => ['Ready', 'Reconciling', 'Stalled'].includes(type))
    .map(({ type, status, reason }) => `${type}=${status} ${reason}`);
}
