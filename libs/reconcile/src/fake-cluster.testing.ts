import type { ObservedPod, ObservedWorkload, ProtectionPolicy } from '@ixn/assessment';
import { type DependencyVerdict, type Workload, workloads } from '@ixn/connections';
import type { InteractionServerStatus } from '@ixn/interaction-server';
import { type ClusterFeatures, type MergeSchema, workloadObjectName } from '@ixn/manifests';
import type { ObservedChild, ObservedJob } from '@ixn/rollout';
import { rolledOut } from './fake-objects.testing.ts';
import { fakePorts, type FakeState } from './fake-ports.testing.ts';
import type {
  CustomResource,
  DependencyRequest,
  InstanceRef,
  Ports,
  TenantObservation,
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
  /** How the Jobs that there are stand from now on. */
  readonly endJobs: (end: Partial<ObservedJob>) => void;
  /** Names of the Jobs that there are. */
  readonly jobs: () => readonly string[];
  /** Somebody deletes a Job. */
  readonly removeJob: (name: string) => void;
  /** What a StatefulSet or Deployment says of itself from now on. */
  readonly roll: (overrides?: Partial<ObservedWorkload>) => void;
  /** The same of one workload alone. */
  readonly rollWorkload: (
    workload: Workload,
    overrides?: Partial<ObservedWorkload>,
    pods?: readonly ObservedPod[],
  ) => void;
  /** Somebody deletes a StatefulSet or Deployment, and its pods with it. */
  readonly removeWorkload: (workload: Workload) => void;
  /** Makes a Secret or ConfigMap what it is from now on; without data there is none. `key` is `Kind name`. */
  readonly setReference: (key: string, data?: Readonly<Record<string, string>>) => void;
  /** Why no Secret and no ConfigMap can be read from now on; undefined when all can. */
  readonly hideReferences: (message: string | undefined) => void;
  /** What checks have found of rows from now on, by their numbers; at first nothing of any. */
  readonly setVerdicts: (verdicts: Readonly<Record<number, DependencyVerdict>>) => void;
  /** What the watch of dependencies was asked last: a request, or that it forgets; undefined while nothing. */
  readonly lastRequest: () => DependencyRequest | 'forgotten' | undefined;
  /** What the cluster offers from now on; at first it knows no PodMonitors. */
  readonly setFeatures: (features: ClusterFeatures) => void;
  /** How it stands with deletion protection from now on; at first nothing enforces it. */
  readonly setProtectionPolicy: (policy: ProtectionPolicy) => void;
  /** The image that the operator knows as its own from now on. */
  readonly setOperatorImage: (image: string | undefined) => void;
  /** How pod templates are merged from now on; at first every list of theirs replaces ours. */
  readonly setMergeSchema: (schema: MergeSchema) => void;
  /** What else runs, or claims to run, the tenant. */
  readonly setTenant: (observation: Partial<TenantObservation>) => void;
  /** Answers the writes for which it gives an outcome with that, and does not make them. */
  readonly failWrites: (fail: (write: string) => WriteOutcome | undefined) => void;
  readonly wait: (durationMs: number) => void;
}

/** A cluster with one resource that nobody has looked at yet. */
export function createFakeCluster(initial: CustomResource): FakeCluster {
  const { namespace, name } = initial.metadata;
  const state: FakeState = {
    ref: { namespace, name },
    resource: initial,
    nowMs: Date.parse('2026-03-01T12:00:00Z'),
    fail: undefined,
    workloads: {},
    tenant: { rivals: [], foreignIxn: [] },
    features: { podMonitors: false },
    protectionPolicy: 'Missing',
    mergeSchema: { root: 'PodTemplateSpec', types: {} },
    children: new Map(),
    verdicts: new Map(),
    request: undefined,
    jobs: new Map(),
    operatorImage: 'operator:1',
    references: new Map(),
    hidden: undefined,
    digests: {},
    records: new Map(),
    writes: [],
    events: [],
  };
  return {
    ref: state.ref,
    ports: fakePorts(state),
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
    endJobs: (end) => {
      for (const job of state.jobs.values()) state.jobs.set(job.name, { ...job, ...end });
    },
    jobs: () => [...state.jobs.keys()],
    removeJob: (job) => {
      state.jobs.delete(job);
      state.children.delete(`Job ${job}`);
    },
    setOperatorImage: (image) => {
      state.operatorImage = image;
    },
    addChild: (child) => void state.children.set(`${child.kind} ${child.name}`, child),
    setReference: (key, data) => {
      if (data === undefined) state.references.delete(key);
      else state.references.set(key, data);
    },
    hideReferences: (message) => {
      state.hidden = message;
    },
    setVerdicts: (verdicts) => {
      state.verdicts = new Map(Object.entries(verdicts).map(([row, verdict]) => [Number(row), verdict]));
    },
    lastRequest: () => state.request,
    setFeatures: (features) => {
      state.features = features;
    },
    setProtectionPolicy: (policy) => {
      state.protectionPolicy = policy;
    },
    setMergeSchema: (schema) => {
      state.mergeSchema = schema;
    },
    setTenant: (observation) => {
      state.tenant = { ...state.tenant, ...observation };
    },
    roll: (overrides = {}) => {
      const existing = workloads.filter((workload) => hasWorkload(state, workload));
      for (const workload of existing) roll(state, workload, overrides);
    },
    rollWorkload: (workload, overrides = {}, pods = []) => roll(state, workload, overrides, pods),
    removeWorkload: (workload) => {
      const { [workload]: _removed, ...others } = state.workloads;
      state.workloads = others;
      const object = workloadObjectName(name, workload);
      for (const kind of ['StatefulSet', 'Deployment']) state.children.delete(`${kind} ${object}`);
    },
    failWrites: (fail) => {
      state.fail = fail;
    },
    wait: (durationMs) => {
      state.nowMs += durationMs;
    },
  };
}

function roll(
  state: FakeState,
  workload: Workload,
  overrides: Partial<ObservedWorkload>,
  pods: readonly ObservedPod[] = [],
): void {
  const observed = { ...rolledOut, ...overrides };
  const referencesDigest = state.digests[workload];
  const observation = { observed, pods, podCreationProblem: undefined, referencesDigest };
  state.workloads = { ...state.workloads, [workload]: observation };
}

function hasWorkload({ children, ref }: FakeState, workload: Workload): boolean {
  const name = workloadObjectName(ref.name, workload);
  return children.has(`StatefulSet ${name}`) || children.has(`Deployment ${name}`);
}

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
