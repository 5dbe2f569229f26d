import type { ObservedWorkload } from '@ixn/assessment';
import { type Workload, workloads } from '@ixn/connections';
import type { InteractionServerStatus } from '@ixn/interaction-server';
import { type ChildObject, workloadObjectName } from '@ixn/manifests';
import type { ObservedChild } from '@ixn/rollout';
import type { CustomResource, InstanceRef, Ports, WriteOutcome } from './ports.ts';

/** A cluster in memory that does what it is told, and books every write. */
export interface FakeCluster {
  readonly ports: Ports;
  readonly ref: InstanceRef;
  /** Every write since the last look, as `create Kind name`, `update ...`, `delete ...` and `status`. */
  readonly writesSinceLastLook: () => readonly string[];
  readonly status: () => InteractionServerStatus | undefined;
  readonly child: (key: string) => ObservedChild | undefined;
  /** Changes the resource, as a user or the API server would. */
  readonly change: (change: (resource: CustomResource) => CustomResource | undefined) => void;
  readonly changeChild: (key: string, overrides: Partial<ObservedChild>) => void;
  readonly addChild: (child: ObservedChild) => void;
  /** What a StatefulSet or Deployment says of itself from now on. */
  readonly roll: (overrides?: Partial<ObservedWorkload>) => void;
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
  let observed: Partial<Record<Workload, ObservedWorkload>> = {};
  const children = new Map<string, ObservedChild>();
  const writes: string[] = [];

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
      controllerUid: uid,
      terminating: false,
      appliedFingerprint: metadata.annotations?.[fingerprintKey],
      ownFields: 'ours',
    });

  const roll = (overrides: Partial<ObservedWorkload> = {}) => {
    observed = Object.fromEntries(
      workloads
        .filter((workload) => childOf(workload) !== undefined)
        .map((workload) => [workload, { ...rolledOut, ...overrides }]),
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
      },
      writer: {
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
