import { resourceType } from '@ixn/interaction-server';
import type { Cluster } from '../cluster/cluster.ts';
import type { Instance } from '../cluster/instance.ts';
import { type Done, done, notDone, problemOf } from '../problems.ts';

/** Sets an annotation of an instance, or takes it away (null). Nothing else is touched. */
export async function annotate(
  { client }: Cluster,
  { namespace, name }: Instance,
  annotation: string,
  value: string | null,
): Promise<Done> {
  const patch = { metadata: { annotations: { [annotation]: value } } };
  const answer = await client.patch(resourceType, { namespace, name }, patch, { fieldManager: 'kubectl-ixn' });
  return answer.ok ? done : notDone(problemOf(answer.failure));
}
