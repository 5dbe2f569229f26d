import { withCluster } from '../cluster/cluster.ts';
import { listInstances } from '../cluster/instance.ts';
import { commands } from '../command-line/commands.ts';
import { readCommandLine } from '../command-line/read-command-line.ts';
import type { Io } from '../io.ts';
import { done } from '../problems.ts';

/** Names of the instances that a command line which is still being written may mean; none when the cluster does not say. */
export async function instanceNames(words: readonly string[], _io: Io): Promise<readonly string[]> {
  const read = readCommandLine(words.slice(0, -1), commands);
  if (read.kind !== 'call') return [];
  let names: readonly string[] = [];
  await withCluster(read.call, async (cluster) => {
    const listed = await listInstances(cluster, cluster.namespace);
    if (listed.ok) names = listed.value.map(({ name }) => name);
    return done;
  });
  return names;
}
