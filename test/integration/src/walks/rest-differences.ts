import { type Workload, workloads } from '@ixn/connections';
import type { AnyObject } from '../cluster.ts';
import { renderedBy } from '../next-build.ts';
import { type ExpectedConditions, expectedConditions } from './expected-conditions.ts';
import { type Journal, workloadOf } from './journal.ts';
import { isBroken, missingImage, type Model, pauseOf, readyPods, wish } from './model.ts';
import type { Settled } from './settle.ts';
import { conditionsIn } from './status-rules.ts';
import { objectName, resourceOf } from './walk-manifests.ts';

/** Digests that were seen, by what they are of: what a workload read, or all that was wished for. */
export type KnownDigests = Map<string, string>;

/** In what a namespace differs from where everything is to come to rest; nothing once it is there. */
export function restDifferences(settled: Settled, journal: Journal, known: KnownDigests): readonly string[] {
  const instance = journal.instance();
  if (instance === undefined) return ['there is no instance'];
  return [
    ...statusDifferences(settled, instance, journal),
    ...pendingDifferences(settled, instance),
    ...digestDifferences(pendingKey(settled), pendingIn(instance)?.id, known),
    ...workloads.flatMap((workload) => {
      const object = journal.workload(workload);
      if (object === undefined) return [`${workload} does not exist`];
      return [
        ...templateDifferences(settled, workload, object),
        ...digestDifferences(digestKey(settled, workload), digestOf(object), known),
        ...podDifferences(settled, workload, object, journal),
      ];
    }),
    ...journal
      .pods()
      .filter(({ metadata }) => metadata.deletionTimestamp !== undefined && !settled.model.nodeDead)
      .map(({ metadata }) => `pod ${metadata.name} is still ending`),
  ];
}

function statusDifferences(settled: Settled, instance: AnyObject, journal: Journal): readonly string[] {
  const conditions = conditionsIn(instance);
  const expected = expectedConditions(settled);
  const serves = workloads.every((workload) => Number(journal.workload(workload)?.['status']?.readyReplicas ?? 0) > 0);
  const told = (type: string, status: string | undefined) => {
    const { status: found, reason } = conditions.get(type) ?? {};
    return found === status ? [] : [`${type} is ${found} (${reason}), not ${status}`];
  };
  return [
    ...(instance['status']?.observedGeneration === instance.metadata.generation
      ? []
      : ['the status is of an old spec']),
    ...(['Ready', 'Reconciling', 'Stalled', 'UpdatePending'] as const).flatMap((type) => told(type, expected[type])),
    ...(settled.obstacle === 'none' ? told('Available', serves ? 'True' : 'False') : []),
    ...workloadConditions(expected).flatMap(([type, status]) => told(type, status)),
  ];
}

function workloadConditions({ workloads: expected }: ExpectedConditions): readonly (readonly [string, string])[] {
  if (expected === undefined) return [];
  const { ixnServer, ixnNode, ixnVQNode } = expected;
  return [
    ['IxnServerReady', ixnServer],
    ['IxnNodeReady', ixnNode],
    ['IxnVQNodeReady', ixnVQNode],
  ];
}

function templateDifferences({ model }: Settled, workload: Workload, object: AnyObject): readonly string[] {
  const { inputs, build } = model.running[workload];
  const { metadata, spec } = object['spec'].template;
  const [container] = spec.containers;
  const rendered = metadata.annotations?.[renderedBy.key] === undefined ? 'this' : 'next';
  const facts: readonly (readonly [what: string, found: unknown, wanted: unknown])[] = [
    ['image', container.image.split(':').at(-1), inputs['tag']],
    ['memory limit', container.resources.limits.memory, `${inputs['memory']}Mi`],
    ['build', rendered, build],
    ['replicas', object['spec'].replicas, model.rest.replicas[workload]],
  ];
  return facts.flatMap(([what, found, wanted]) =>
    found === wanted ? [] : [`${workload} has the ${what} ${String(found)}, not ${String(wanted)}`],
  );
}

/** Remembers the digests that stand in the namespace now. */
export function noteDigests(settled: Settled, journal: Journal, known: KnownDigests): void {
  const found = [
    ...workloads.map((workload) => [digestKey(settled, workload), digestOf(journal.workload(workload))] as const),
    [pendingKey(settled), pendingIn(journal.instance())?.id] as const,
  ];
  for (const [key, digest] of found) if (digest !== undefined) known.set(key, digest);
}

/** The same things have the same digest, others have others. */
function digestDifferences(key: string, digest: string | undefined, known: KnownDigests): readonly string[] {
  if (digest === undefined) return [];
  const [kind = ''] = key.split(':');
  const before = known.get(key);
  const others = [...known].filter(([other]) => other.startsWith(`${kind}:`) && other !== key).map(([, one]) => one);
  const isRight = before === undefined ? !others.includes(digest) : before === digest;
  return isRight ? [] : [`${digest} is not the digest of ${key}`];
}

/** What is pending of each workload: whose change it is, and what it waits for. */
function pendingDifferences({ model, obstacle, waits }: Settled, instance: AnyObject): readonly string[] {
  const changes = pendingIn(instance)?.changes ?? [];
  return workloads.flatMap((workload) => {
    const kind = resourceOf(workload) === 'statefulsets' ? 'StatefulSet' : 'Deployment';
    const change = changes.find(({ object }) => object === `${kind} ${objectName(workload)}`);
    const whose = change?.cause === 'OperatorUpdated' ? 'operator' : 'user';
    const found =
      change && (workloads.some((one) => one === change.waitsFor) ? 'behind' : `${whose} for ${change.waitsFor}`);
    const wanted = obstacle === 'invalid' ? undefined : waitingOf(model, waits[workload]);
    // A workload that is only scaled, or that somebody has scaled, waits for the end of a pause, too.
    if (wanted === undefined && found === 'user for Resume' && pauseOf(model) === 'All') return [];
    return found === wanted ? [] : [`what is pending of ${workload} is of the ${found}, not of the ${wanted}`];
  });
}

function waitingOf(model: Model, waiting: Settled['waits'][Workload]): string | undefined {
  const word = model.window === 'none' ? 'Approval' : 'MaintenanceWindow';
  const until = pauseOf(model) === 'None' ? word : 'Resume';
  switch (waiting) {
    case 'none':
      return undefined;
    case 'behind':
      return 'behind';
    case 'held from user':
      return `user for ${until}`;
    case 'held from operator':
      return `operator for ${until}`;
  }
}

interface Pending {
  readonly id: string;
  readonly changes: readonly { readonly object: string; readonly cause: string; readonly waitsFor: string }[];
}

function pendingIn(instance: AnyObject | undefined): Pending | undefined {
  return instance?.['status']?.pending;
}

function pendingKey({ model }: Settled): string {
  return `pending: ${wish(model)}`;
}

function digestKey({ model }: Settled, workload: Workload): string {
  return `${workload}: ${String(model.running[workload].inputs['references'])}`;
}

function digestOf(object: AnyObject | undefined): string | undefined {
  return object?.['spec'].template.metadata.annotations?.['ixn.operators.dev/references'];
}

function podDifferences(
  { model }: Settled,
  workload: Workload,
  object: AnyObject,
  journal: Journal,
): readonly string[] {
  const status = object['status'] ?? {};
  if (status.observedGeneration !== object.metadata.generation) return [`${workload} has not been looked at yet`];
  const pods = journal.pods().filter((pod) => workloadOf(pod) === workload);
  if (isBroken(model, workload)) {
    const waits = pods.some(
      (pod) => pod['spec'].containers[0].image.endsWith(`:${missingImage}`) && pod['status'].containerStatuses,
    );
    return waits ? [] : [`${workload} has no pod yet that waits for its image`];
  }
  const replicas = model.rest.replicas[workload];
  const counts: readonly (readonly [what: string, found: number, wanted: number])[] = [
    ['pods', pods.length, replicas],
    ['ready pods', status.readyReplicas ?? 0, readyPods(model, workload)],
    ['new pods', status.updatedReplicas ?? 0, replicas],
  ];
  return counts.flatMap(([what, found, wanted]) =>
    found === wanted ? [] : [`${workload} has ${found} ${what}, not ${wanted}`],
  );
}
