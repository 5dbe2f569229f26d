import { type Workload, workloads } from '@ixn/connections';
import type { AnyObject } from '../cluster.ts';
import { renderedBy } from '../next-build.ts';
import { type ExpectedConditions, expectedConditions } from './expected-conditions.ts';
import { type Journal, workloadOf } from './journal.ts';
import { isBroken, missingImage, readyPods } from './model.ts';
import type { Settled } from './settle.ts';
import { conditionsIn } from './status-rules.ts';

/** The digests that were seen on pod templates, by workload and what it read then. */
export type KnownDigests = Map<string, string>;

/** In what a namespace differs from where everything is to come to rest; nothing once it is there. */
export function restDifferences(settled: Settled, journal: Journal, known: KnownDigests): readonly string[] {
  const instance = journal.instance();
  if (instance === undefined) return ['there is no instance'];
  return [
    ...statusDifferences(settled, instance, journal),
    ...workloads.flatMap((workload) => {
      const object = journal.workload(workload);
      if (object === undefined) return [`${workload} does not exist`];
      return [
        ...templateDifferences(settled, workload, object),
        ...digestDifferences(settled, workload, object, known),
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

/** Remembers the digests that stand on the templates now. */
export function noteDigests(settled: Settled, journal: Journal, known: KnownDigests): void {
  for (const workload of workloads) {
    const digest = digestOf(journal.workload(workload));
    if (digest !== undefined) known.set(digestKey(settled, workload), digest);
  }
}

/** The same contents have the same digest, others have others. */
function digestDifferences(
  settled: Settled,
  workload: Workload,
  object: AnyObject,
  known: KnownDigests,
): readonly string[] {
  const digest = digestOf(object);
  const key = digestKey(settled, workload);
  if (digest === undefined) return [`${workload} has no digest of what it reads`];
  const before = known.get(key);
  const ofOthers = [...known].filter(([other]) => other.startsWith(workload) && other !== key).map(([, one]) => one);
  const isRight = before === undefined ? !ofOthers.includes(digest) : before === digest;
  return isRight ? [] : [`${workload} has not the digest of ${key}`];
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
