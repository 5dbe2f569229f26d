import type { ProtectionPolicy } from '@ixn/assessment';
import { type DependencyVerdict, type Workload, workloads } from '@ixn/connections';
import {
  type ChildObject,
  type ClusterFeatures,
  type MergeSchema,
  type Reference,
  referencesDigestAnnotation,
  type TemplateRecord,
  workloadObjectName,
} from '@ixn/manifests';
import type { ObservedChild, ObservedJob } from '@ixn/rollout';
import { keyOf, made, recordIn } from './fake-objects.testing.ts';
import type {
  CustomResource,
  DependencyRequest,
  InstanceRef,
  ObservedReference,
  Ports,
  TenantObservation,
  WorkloadObservation,
  WriteOutcome,
} from './ports.ts';

/** What the cluster holds; `fail` answers writes in its place. */
export interface FakeState {
  readonly ref: InstanceRef;
  resource: CustomResource | undefined;
  nowMs: number;
  fail: ((write: string) => WriteOutcome | undefined) | undefined;
  workloads: Partial<Record<Workload, WorkloadObservation>>;
  tenant: TenantObservation;
  features: ClusterFeatures;
  protectionPolicy: ProtectionPolicy;
  mergeSchema: MergeSchema;
  readonly children: Map<string, ObservedChild>;
  verdicts: ReadonlyMap<number, DependencyVerdict>;
  request: DependencyRequest | 'forgotten' | undefined;
  readonly jobs: Map<string, ObservedJob>;
  operatorImage: string | undefined;
  readonly references: Map<string, Readonly<Record<string, string>>>;
  hidden: string | undefined;
  readonly digests: Partial<Record<Workload, string>>;
  readonly records: Map<string, TemplateRecord>;
  readonly writes: string[];
  readonly events: string[];
}

/** What reconciling sees of a cluster in memory, and does to it. */
export function fakePorts(state: FakeState): Ports {
  const write = (text: string, effect: () => void): Promise<WriteOutcome> => {
    // The fingerprint in the name of a record says nothing to a reader.
    state.writes.push(text.replace(/-template-[0-9a-f]{16}$/, '-template').replace(/-db-[0-9a-f]{10}$/, '-db'));
    const outcome = state.fail?.(text);
    if (outcome === undefined) effect();
    return Promise.resolve(outcome ?? { kind: 'done' });
  };
  return {
    now: () => state.nowMs,
    retryDelayMs: 250,
    serverVersion: 'v1.36.3',
    get operatorImage() {
      return state.operatorImage;
    },
    get podMergeSchema() {
      return state.mergeSchema;
    },
    // Fields of a template are none of their own here.
    ownsExactly: (_, ownFields) => ownFields === 'ours' || ownFields === undefined,
    reader: {
      instance: ({ namespace, name }) =>
        name === state.ref.name && namespace === state.ref.namespace ? state.resource : undefined,
      observe: () => ({
        children: [...state.children.values()],
        workloads: state.workloads,
        jobs: [...state.jobs.values()],
      }),
      tenant: () => state.tenant,
      features: () => state.features,
      protectionPolicy: () => state.protectionPolicy,
    },
    references: {
      observe: (_, references) => Promise.resolve(references.map((reference) => observeReference(state, reference))),
    },
    dependencies: {
      observe: (_, request) => {
        state.request = request;
        return new Map([...state.verdicts].filter(([row]) => request.checks.some((check) => check.row === row)));
      },
      known: () => (typeof state.request === 'object' ? state.verdicts : new Map()),
      forget: () => {
        state.request = 'forgotten';
      },
    },
    templateRecords: (_, names) => {
      const found = names.flatMap((name) => {
        const record = state.records.get(name);
        return record === undefined ? [] : [[name, record] as const];
      });
      return Promise.resolve({ kind: 'read', records: new Map(found) });
    },
    writer: {
      apply: (object, mode) => write(`${mode} ${keyOf(object)}`, () => applied(state, object)),
      tryApply: (object, mode) => write(`try ${mode} ${keyOf(object)}`, () => undefined),
      explainDrift: () => Promise.resolve(undefined),
      remove: ({ kind, name }) =>
        write(`delete ${kind} ${name}`, () => {
          state.children.delete(`${kind} ${name}`);
          if (kind === 'Job') state.jobs.delete(name);
        }),
      removePod: ({ name, uid }) => write(`delete Pod ${name} ${uid}`, () => undefined),
      reportStatus: (_, status) =>
        write('status', () => {
          if (state.resource !== undefined) state.resource = { ...state.resource, status };
        }),
      recordEvent: (_, { reason }) => void state.events.push(reason),
    },
  };
}

function observeReference({ references, hidden }: FakeState, { kind, name, keys }: Reference): ObservedReference {
  const data = references.get(`${kind} ${name}`);
  if (hidden !== undefined) return { kind: 'unreadable', message: hidden };
  if (data === undefined) return { kind: 'missing' };
  const inUse = keys === 'all' ? Object.keys(data) : keys;
  return {
    kind: 'found',
    digest: inUse.map((key) => `${key}=${data[key]}`).join(),
    missingKeys: inUse.filter((key) => data[key] === undefined),
    values: data,
  };
}

function applied(state: FakeState, object: ChildObject): void {
  if (object.kind === 'ControllerRevision') state.records.set(object.metadata.name, recordIn(object.data));
  state.children.set(keyOf(object), made(object));
  if (object.kind === 'Job') {
    const { name } = object.metadata;
    const workload = name.includes('-ixn-node-') ? 'ixnNode' : 'ixnServer';
    state.jobs.set(name, { name, workload, state: 'running', terminating: false, trouble: undefined });
  }
  const workload = workloads.find((one) => object.metadata.name === workloadObjectName(state.ref.name, one));
  if (workload === undefined || (object.kind !== 'StatefulSet' && object.kind !== 'Deployment')) return;
  const digest = object.spec.template.metadata.annotations[referencesDigestAnnotation];
  if (typeof digest === 'string') state.digests[workload] = digest;
  else delete state.digests[workload];
}
