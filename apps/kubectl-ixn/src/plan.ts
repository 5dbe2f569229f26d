import type { KubeObject, Result } from '@ixn/kube-client';
import { planLive, withLiveCluster } from '@ixn/operator';
import { type Plan, planInWords } from '@ixn/plan';
import type { Action } from './command-line/command.ts';
import { type Cluster, userAgent, withCluster } from './cluster/cluster.ts';
import type { Io } from './io.ts';
import { done, notDone, problem, problemOf } from './problems.ts';
import { readResources } from './read-resources.ts';

/** A cluster that does not answer is not waited for any longer. */
const timeoutMs = 30_000;

/** Says what applying the resources of some files would do. */
export const plan: Action = async (call, io) => {
  const read = await readResources(call.texts('filename'), io);
  if (!read.ok) return notDone(read.problem);
  return withCluster(call, async (cluster) => {
    const planned = await planAll(read.value, cluster, io);
    if (!planned.ok) return notDone(problemOf(planned.failure));
    const plans = planned.value;
    io.print(
      call.text('output') === 'json' ? `${JSON.stringify(plans, null, 2)}\n` : plans.map(planInWords).join('\n'),
    );
    const stopped = plans.filter(({ blocked }) => blocked.some(({ object }) => object === undefined));
    const names = stopped.map(({ name }) => name).join(', ');
    return stopped.length === 0
      ? done
      : notDone(problem('SpecInvalid', `nothing would be done for ${names}; the plan says why`));
  });
};

/** What would follow if the resources were stored as they are given. Writes nothing. */
export async function planAll(
  resources: readonly KubeObject[],
  { kubeConfig, namespace }: Pick<Cluster, 'kubeConfig' | 'namespace'>,
  io: Pick<Io, 'nowMs' | 'complain' | 'signal'>,
): Promise<Result<readonly Plan[]>> {
  const inNamespace = resources.map((resource) => {
    return { ...resource, metadata: { ...resource.metadata, namespace: resource.metadata.namespace ?? namespace } };
  });
  const namespaces = [...new Set(inNamespace.map(({ metadata }) => metadata.namespace))];
  const look = (where: readonly string[] | 'all') =>
    withLiveCluster(
      { kubeConfig, userAgent, namespaces: where },
      async (cluster): Promise<Result<readonly Plan[]>> => {
        const plans: Plan[] = [];
        for (const resource of inNamespace) {
          const result = await planLive(resource, cluster, io.nowMs());
          if (!result.ok) return result;
          plans.push(result.value);
        }
        return { ok: true, value: plans };
      },
      AbortSignal.any([io.signal, AbortSignal.timeout(timeoutMs)]),
    );
  const everywhere = await look('all');
  if (everywhere.ok || everywhere.failure.code !== 'Forbidden') return everywhere;
  io.complain('You may not look at all namespaces: a rival for the same tenant in another one is not seen.\n');
  return look(namespaces);
}
