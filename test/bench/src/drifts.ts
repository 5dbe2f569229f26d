import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKubeClient, type KubeClient, type KubeObject, type Result, type Transport } from '@ixn/kube-client';
import { typeOf } from './child-type.ts';
import { z } from 'zod';
import { auditedRequests, isChildWrite } from './audit-requests.ts';
import { inParallel } from './in-parallel.ts';
import type { Scene } from './scene.ts';
import { percentile } from './statistics.ts';

const drifter = 'bench-drifter';
const concurrency = 10;
/** Every child has this label, and the operator owns it. */
const driftLabel = 'app.kubernetes.io/part-of';
const wantedLabel = 'interaction-server';
const timeoutMs = 60_000;

/** Milliseconds from a hand edit to the write that mends it. */
export interface MendingTimes {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Changes a field of ours in `count` random children of `instances` instances, and waits until all are mended. */
export async function measureMending(
  scene: Scene,
  operator: string,
  instances: number,
  count: number,
): Promise<MendingTimes> {
  const client = createKubeClient(scene.transportFor(drifter));
  const startedAt = Date.now();
  const targets = chooseChildren(scene.templates, instances, count);
  await inParallel(targets, concurrency, async ({ kind, name }) => {
    const drifted = await driftChild(client, { namespace: scene.namespace, name, kind }, drifter);
    if (!drifted.ok) throw new Error(drifted.failure.message);
  });
  const times = await untilMended(scene, operator, targets.length, startedAt);
  return { p50Ms: percentile(times, 50), p99Ms: percentile(times, 99) };
}

/** Changes a field of ours in a child, as somebody would by hand. */
export function driftChild(
  client: Pick<KubeClient, 'patch'>,
  { kind, ...ref }: { readonly kind: string; readonly namespace: string; readonly name: string },
  fieldManager: string,
): Promise<Result<KubeObject>> {
  return client.patch(typeOf(kind), ref, { metadata: { labels: { [driftLabel]: 'drift' } } }, { fieldManager });
}

async function untilMended(
  scene: Scene,
  operator: string,
  count: number,
  startedAt: number,
): Promise<readonly number[]> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    await sleep(1_000);
    const drifts = await auditedRequests(scene.auditLogPath, drifter, startedAt);
    const writes = (await auditedRequests(scene.auditLogPath, operator, startedAt)).filter(isChildWrite);
    const times = drifts.flatMap(({ resource, name, at }) => {
      const mend = writes.find((write) => write.resource === resource && write.name === name && write.at > at);
      return mend === undefined ? [] : [mend.at - at];
    });
    if (times.length === count) return times;
    if (performance.now() > deadline) throw new Error(`only ${times.length} of ${count} drifts were mended`);
  }
}

const named = z.object({ kind: z.string(), metadata: z.object({ name: z.string() }) });

/** Records of templates have a fingerprint of their content in their names, which nobody knows beforehand. */
const unpredictable = 'ControllerRevision';

/** Different children, the same in every run; fewer than `count` when there are no more. */
export function chooseChildren(
  templates: readonly string[],
  instances: number,
  count: number,
): readonly { readonly kind: string; readonly name: string }[] {
  const children = templates
    .map((template) => named.parse(JSON.parse(template)))
    .filter(({ kind }) => kind !== unpredictable);
  const all = Array.from({ length: instances }, (_, index) =>
    children.map(({ kind, metadata }) => ({
      kind,
      name: metadata.name.replace('name-placeholder', `tenant-${index + 1}`),
    })),
  ).flat();
  const rank = ({ kind, name }: { readonly kind: string; readonly name: string }) =>
    createHash('sha256').update(`${kind} ${name}`).digest('hex');
  return all
    .map((child) => ({ child, rank: rank(child) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, count)
    .map(({ child }) => child);
}

/** The children that are missing, or still as somebody changed them by hand. */
export async function unmended(transport: Transport, scene: Scene, instances: number): Promise<readonly string[]> {
  const client = createKubeClient(transport);
  const found: string[] = [];
  for (const { kind, name } of chooseChildren(scene.templates, instances, Number.POSITIVE_INFINITY)) {
    const object = await client.get(typeOf(kind), { namespace: scene.namespace, name });
    if (!object.ok) found.push(`${kind} ${name}: ${object.failure.message}`);
    else if (object.value.metadata.labels?.[driftLabel] !== wantedLabel) found.push(`${kind} ${name} is not mended`);
  }
  return found;
}
