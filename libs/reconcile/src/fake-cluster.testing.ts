import type { ObservedWorkload } from '@ixn/assessment';
import { type Workload, workloads } from '@ixn/connections';
import type { InteractionServerStatus } from '@ixn/interaction-server';
import {
  appliedFingerprintAnnotation,
  type ChildObject,
  type ClusterFeatures,
  workloadObjectName,
} from '@ixn/manifests';
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
  /** What the cluster offers from now on; at first it knows no PodMonitors. */
  readonly setFeatures: (features: ClusterFeatures) => void;
  /** What else runs, or claims to run, the tenant. */
  readonly setTenant: (observation: Partial<TenantObservation>) => void;
  /** Answers the writes for which it gives an outcome with that, and does not make them. */
  readonly failWrites: (fail: (write: string) => WriteOutcome | undefined) => void;
  readonly wait: (durationMs: number) => void;
}

/** What the cluster holds; `fail` answers writes in its place. */
interface State {
  readonly ref: InstanceRef;
  resource: CustomResource | undefined;
  nowMs: number;
  fail: ((write: string) => WriteOutcome | undefined) | undefined;
  workloads: Partial<Record<Workload, WorkloadObservation>>;
  tenant: TenantObservation;
  features: ClusterFeatures;
  readonly children: Map<string, ObservedChild>;
  readonly secrets: Set<string>;
  readonly writes: string[];
  readonly events: string[];
}

/** A cluster with one resource that nobody has looked at yet. */
export function createFakeCluster(initial: CustomResource): FakeCluster {
  const { namespace, name } = initial.metadata;
  const state: State = {
    ref: { namespace, name },
    resource: initial,
    nowMs: Date.parse('2026-03-01T12:00:00Z'),
    fail: undefined,
    workloads: {},
    tenant: { rivals: [], foreignIxn: [] },
    features: { podMonitors: false },
    children: new Map(),
    secrets: new Set(),
    writes: [],
    events: [],
  };
  return {
    ref: state.ref,
    ports: portsOf(state),
    writesSinceLastLook: () => state.writes.splice(0),
    eventsSinceLastLook: () => state.events.splice(0),
    status: () => state.resource?.status,
    child: (key) => state.children.get(key),
    change: (change) => {
      if (state.resource !== undefined) state.resource = change(state.resource);
    },
    changeChild: (key, overrides) => {
      const child = state.children.get(key);
      if (child === undefined) throw new Error(`there is no ${key}`);
      state.children.set(key, { ...child, ...overrides });
    },
    addChild: (child) => void state.children.set(`${child.kind} ${child.name}`, child),
    addSecret: (secret) => void state.secrets.add(secret),
    setFeatures: (features) => {
      state.features = features;
    },
    setTenant: (observation) => {
      state.tenant = { ...state.tenant, ...observation };
    },
    roll: (overrides = {}) => {
      const observation = { observed: { ...rolledOut, ...overrides }, pods: [], podCreationProblem: undefined };
      const existing = workloads.filter((workload) => hasWorkload(state, workload));
      state.workloads = Object.fromEntries(existing.map((workload) => [workload, observation]));
    },
    failWrites: (fail) => {
      state.fail = fail;
    },
    wait: (durationMs) => {
      state.nowMs += durationMs;
    },
  };
}

function portsOf(state: State): Ports {
  const write = (text: string, effect: () => void): Promise<WriteOutcome> => {
    state.writes.push(text);
    const outcome = state.fail?.(text);
    if (outcome === undefined) effect();
    return Promise.resolve(outcome ?? { kind: 'done' });
  };
  return {
    now: () => state.nowMs,
    podMergeSchema: { root: 'PodTemplateSpec', types: {} },
    ownsExactly: (_, ownFields) => ownFields === 'ours',
    reader: {
      instance: ({ namespace, name }) =>
        name === state.ref.name && namespace === state.ref.namespace ? state.resource : undefined,
      observe: () => ({ children: [...state.children.values()], workloads: state.workloads }),
      tenant: () => state.tenant,
      features: () => state.features,
      secretExists: (_, secret) => state.secrets.has(secret),
    },
    writer: {
      apply: (object, mode) => write(`${mode} ${keyOf(object)}`, () => state.children.set(keyOf(object), made(object))),
      tryApply: (object, mode) => write(`try ${mode} ${keyOf(object)}`, () => undefined),
      remove: ({ kind, name }) => write(`delete ${kind} ${name}`, () => state.children.delete(`${kind} ${name}`)),
      reportStatus: (_, status) =>
        write('status', () => {
          if (state.resource !== undefined) state.resource = { ...state.resource, status };
        }),
      recordEvent: (_, { reason }) => void state.events.push(reason),
    },
  };
}

function keyOf({ kind, metadata }: ChildObject): string {
  return `${kind} ${metadata.name}`;
}

/** How an object is observed when it has just been applied. */
function made(object: ChildObject): ObservedChild {
  const { name, namespace, annotations, ownerReferences } = object.metadata;
  return {
    kind: object.kind,
    name,
    namespace,
    uid: `uid of ${keyOf(object)}`,
    controller: ownerReferences?.[0],
    labelledFor: undefined,
    retained: false,
    terminating: false,
    appliedFingerprint: annotations?.[appliedFingerprintAnnotation],
    ownFields: 'ours',
  };
}

function hasWorkload({ children, ref }: State, workload: Workload): boolean {
  const name = workloadObjectName(ref.name, workload);
  return children.has(`StatefulSet ${name}`) || children.has(`Deployment ${name}`);
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
