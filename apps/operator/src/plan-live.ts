import {
  failed,
  type Failure,
  type KubeClient,
  type KubeObject,
  ownsExactly,
  refOf,
  type Result,
  succeeded,
} from '@ixn/kube-client';
import { parse } from '@ixn/interaction-server';
import { type Blockage, blockedPlan, type Plan, planChange, type PlanInput } from '@ixn/plan';
import { type CustomResource, type Observation, readReferences, type ReferencesRead } from '@ixn/reconcile';
import { createDryRun } from './dry-run.ts';
import type { LiveCluster } from './live-cluster.ts';
import { projectInstance } from './projections.ts';
import { createReferenceReader } from './reference-reader.ts';
import { createReferenceUsers } from './reference-users.ts';
import { watchedVersions } from './reference-versions.ts';
import { interactionServers } from './resource-types.ts';
import { createTemplateRecordReader } from './template-records.ts';

/** The name under which dry runs of the resource itself are sent. */
const fieldManager = 'plan';

/**
 * Says what would follow if an InteractionServer were stored as it is given: a new one, or in the place of the live one, whose
 * own annotations and labels stay where it names none. Writes nothing.
 */
export async function planLive(
  resource: KubeObject,
  { client, reader, podMergeSchema }: LiveCluster,
  nowMs: number,
): Promise<Result<Plan>> {
  const stored = await asStored(client, resource);
  if (!stored.ok) return refusal(resource, stored.failure);
  const planned = projectInstance(stored.value);
  const parsed = parse(planned);
  const observation = reader.observe(planned);
  const references = parsed.ok
    ? await readReferences(parsed.value, observation.workloads, {
        references: createReferenceReader({
          client,
          users: createReferenceUsers(),
          versions: watchedVersions(undefined),
        }),
        podMergeSchema,
      })
    : nothingRead;
  const records = await recordsOf(client, planned, observation);
  if (!records.ok) return records;
  const input: PlanInput = {
    resource: planned,
    live: reader.instance(planned.metadata),
    children: observation.children,
    workloads: workloadsOf(observation),
    records: records.value,
    tenant: parsed.ok ? reader.tenant(planned, parsed.value.spec.tenant.id) : { rivals: [], foreignIxn: [] },
    references,
    provisioning: { image: anyImage, secrets: references.databases, jobs: observation.jobs },
    features: reader.features(),
    podMergeSchema,
    ownsExactly,
    nowMs,
  };
  return succeeded(await planChange(input, createDryRun(client)));
}

/** Stands for the operator's own image, which only the operator knows. */
const anyImage = 'interaction-server-operator';

const nothingRead: Pick<ReferencesRead, 'digests' | 'problems' | 'databases'> = {
  digests: {},
  databases: [],
  problems: { ixnServer: [], ixnNode: [], ixnVQNode: [] },
};

/** Status reports of the operator come between a read and a write, as any other write may. */
const maxTries = 5;

/** The resource as the API server would store it. */
async function asStored(client: KubeClient, resource: KubeObject, tries = maxTries): Promise<Result<KubeObject>> {
  const live = await client.get(interactionServers, refOf(resource));
  const options = { fieldManager, dryRun: true };
  if (!live.ok) {
    return live.failure.code === 'NotFound' ? client.create(interactionServers, resource, options) : live;
  }
  const { metadata } = live.value;
  const labels = { ...metadata.labels, ...resource.metadata.labels };
  const annotations = { ...metadata.annotations, ...resource.metadata.annotations };
  const changed = { ...live.value, ...resource, metadata: { ...metadata, labels, annotations } };
  const stored = await client.update(interactionServers, changed, options);
  const isBehind = !stored.ok && stored.failure.code === 'Conflict';
  return isBehind && tries > 1 ? asStored(client, resource, tries - 1) : stored;
}

/** A resource that the API server does not take is a plan, too: one in which nothing is done. */
function refusal({ metadata: { namespace = '', name } }: KubeObject, failure: Failure): Result<Plan> {
  if (failure.code !== 'Invalid') return { ok: false, failure };
  const causes = failure.causes.map(({ field, message }): Blockage => {
    return { reason: 'InvalidSpec', message, ...(field !== undefined && { path: field }) };
  });
  const whole: Blockage = { reason: 'InvalidSpec', message: failure.message };
  return succeeded(blockedPlan({ metadata: { namespace, name } }, causes.length === 0 ? [whole] : causes));
}

function workloadsOf({ workloads }: Observation): PlanInput['workloads'] {
  return Object.fromEntries(Object.entries(workloads).map(([workload, { observed }]) => [workload, observed]));
}

/** The records of the templates that the workloads run. */
async function recordsOf(
  client: KubeClient,
  { metadata: { namespace } }: CustomResource,
  { children }: Observation,
): Promise<Result<PlanInput['records']>> {
  const names = children.flatMap(({ templateRecord }) => templateRecord ?? []);
  const read = await createTemplateRecordReader(client)(namespace, names);
  return read.kind === 'read' ? succeeded(read.records) : failed('ServerError', read.message);
}
