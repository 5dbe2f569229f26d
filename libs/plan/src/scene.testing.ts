import type { ObservedWorkload } from '@ixn/assessment';
import { type Workload, workloads } from '@ixn/connections';
import { type ConnectionEntry, type InteractionServerStatus, parse } from '@ixn/interaction-server';
import {
  appliedFingerprintAnnotation,
  buildManifests,
  type ChildObject,
  isPodTemplate,
  type Manifest,
  type ReferenceDigests,
  resolve,
  type TemplateRecord,
  templateRecordAnnotation,
} from '@ixn/manifests';
import type { ObservedChild } from '@ixn/rollout';
import { interactionServer, type Overrides, podMergeSchema, type RawInteractionServer } from '@ixn/test-kit';
import type { DryRun } from './dry-run.ts';
import type { Plan } from './plan.ts';
import { planChange } from './plan-change.ts';
import type { PlanInput } from './plan-input.ts';

/** Sunday, 2026-03-01, at 12:00. */
export const nowMs = Date.parse('2026-03-01T12:00:00Z');

const rolledOut: ObservedWorkload = {
  generation: 1,
  observedGeneration: 1,
  wanted: 1,
  replicas: 1,
  readyReplicas: 1,
  updatedReplicas: 1,
  singleRevision: true,
};

/** All workloads have been rolled out. */
const settled: InteractionServerStatus = {
  observedGeneration: 1,
  workloads: workloads.map((name) => {
    const counts = { desired: 1, ready: 1, updated: 1, generation: 1 };
    return { name, ...counts, image: '', settled: true, startedAt: '2026-03-01T09:00:00Z' };
  }),
};

/** A cluster in which a resource has converged, or that has none, and what the API server would say of objects. */
export interface Scene {
  readonly input: Omit<PlanInput, 'resource'>;
  readonly dryRun: DryRun;
  /** What the status says of connections. */
  readonly connections?: readonly ConnectionEntry[];
}

/** A cluster without the resource. */
export const emptyScene: Scene = {
  input: {
    live: undefined,
    children: [],
    workloads: {},
    records: new Map(),
    tenant: { rivals: [], foreignIxn: [] },
    references: { digests: {}, problems: { ixnServer: [], ixnNode: [], ixnVQNode: [] } },
    provisioning: { image: 'operator:1', secrets: [], jobs: [] },
    features: { podMonitors: false },
    podMergeSchema,
    // Fields of a template are none of their own here.
    ownsExactly: (_, ownFields) => ownFields === 'ours' || ownFields === undefined,
    nowMs,
  },
  dryRun: answersOf(new Map()),
};

/** A cluster in which the resource runs as it says; `digests` are those that stand on the pods. */
export function convergedScene(live: RawInteractionServer, digests: ReferenceDigests = {}): Scene {
  const manifests = manifestsOf(live, digests);
  const objects = manifests.map(({ object }) => object);
  return {
    input: {
      ...emptyScene.input,
      live,
      children: objects.map(observed),
      workloads: all,
      records: new Map(objects.flatMap((object) => recordIn(live, object))),
      references: { ...emptyScene.input.references, digests },
    },
    dryRun: answersOf(new Map(objects.map((object) => [keyOf(object), stored(object)]))),
  };
}

/** The same with other things observed. */
export function withInput(scene: Scene, overrides: Partial<Scene['input']>): Scene {
  return { ...scene, input: { ...scene.input, ...overrides } };
}

/** The same with another word of the API server about some objects. */
export function withAnswers(scene: Scene, answer: (object: ChildObject) => ReturnType<DryRun> | undefined): Scene {
  return { ...scene, dryRun: (object, mode) => answer(object) ?? scene.dryRun(object, mode) };
}

/** The plan for the minimal resource with these differences. */
export function planFor(scene: Scene, overrides: Overrides = {}): Promise<Plan> {
  const { connections } = scene;
  const status = { ...settled, ...(connections && { connections }) };
  const resource = { ...interactionServer(overrides), ...(scene.input.live && { status }) };
  return planChange({ ...scene.input, resource }, scene.dryRun);
}

/** What would be written, as `create Kind name` and what it waits for; names of records without their fingerprints. */
export function writesOf({ objects }: Plan): readonly string[] {
  return objects.map(({ action, kind, name, waitsFor, partNow }) => {
    const wait = waitsFor === undefined ? [] : [`waits for ${waitsFor}`, ...(partNow ? ['in part'] : [])];
    return [action, kind, name.replace(/-template-[0-9a-f]{16}$/, '-template'), ...wait].join(' ');
  });
}

/** The restarts, as `workload cause` and what they wait for. */
export function restartsOf({ restarts }: Plan): readonly string[] {
  return restarts.map(({ workload, cause, waitsFor }) =>
    [workload, cause, ...(waitsFor === undefined ? [] : [`waits for ${waitsFor}`])].join(' '),
  );
}

function manifestsOf(resource: RawInteractionServer, digests: ReferenceDigests): readonly Manifest[] {
  const parsed = parse(resource);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return buildManifests(resolve(parsed.value, { podMonitors: false }, digests), podMergeSchema);
}

function keyOf({ kind, metadata }: ChildObject): string {
  return `${kind} ${metadata.name}`;
}

function observed(object: ChildObject): ObservedChild {
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
    templateRecord: annotations?.[templateRecordAnnotation],
  };
}

function recordIn(live: RawInteractionServer, object: ChildObject): readonly (readonly [string, TemplateRecord])[] {
  if (object.kind !== 'ControllerRevision') return [];
  const parsed = parse(live);
  const template: unknown = JSON.parse(object.data['template'] ?? '');
  if (!isPodTemplate(template)) throw new Error('no template');
  const record: TemplateRecord = {
    spec: parsed.ok ? parsed.value.spec : undefined,
    settings: JSON.parse(object.data['settings'] ?? ''),
    referencesDigest: object.data['referencesDigest'],
    template,
  };
  return [[object.metadata.name, record]];
}

/** An API server that stores what it is sent, with fields of its own. */
function answersOf(live: ReadonlyMap<string, unknown>): DryRun {
  return (object) => Promise.resolve({ kind: 'answered', before: live.get(keyOf(object)), after: stored(object) });
}

const defaulted = { sessionAffinity: 'None' };

function stored(object: ChildObject): unknown {
  const { metadata } = object;
  const sum = JSON.stringify(object).length;
  const own = { uid: 'u', resourceVersion: `${sum}`, generation: sum, managedFields: [{ manager: `${sum}` }] };
  const common = { ...object, metadata: { ...metadata, ...own }, status: { seen: sum } };
  return object.kind === 'Service' ? { ...common, spec: Object.assign({}, object.spec, defaulted) } : common;
}

const all: Scene['input']['workloads'] = { ixnServer: rolledOut, ixnNode: rolledOut, ixnVQNode: rolledOut };

/** How each workload would be observed when one of them has no pods. */
export function noPodsOf(workload: Workload): Scene['input']['workloads'] {
  const none = { wanted: 0, replicas: 0, readyReplicas: 0, updatedReplicas: 0 };
  return { ...all, [workload]: { ...rolledOut, ...none } };
}

/** The same when the pod of one of them is not ready. */
export function downIn(workload: Workload): Scene['input']['workloads'] {
  return { ...all, [workload]: { ...rolledOut, readyReplicas: 0 } };
}
