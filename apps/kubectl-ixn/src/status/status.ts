import type { Action } from '../command-line/command.ts';
import { withCluster } from '../cluster/cluster.ts';
import { findInstance, type Instance, listInstances } from '../cluster/instance.ts';
import { done, notDone } from '../problems.ts';
import { instanceLines } from './instance-lines.ts';
import { instanceScreen } from './instance-screen.ts';

/** Shows one instance on a screen, or several as lines. */
export const status: Action = (call, io) =>
  withCluster(call, async (cluster) => {
    const show = (instance: Instance) => io.print(instanceScreen(instance, io.nowMs()));
    if (call.positional !== undefined) {
      const found = await findInstance(cluster, call.positional);
      if (!found.ok) return notDone(found.problem);
      show(found.value);
      return done;
    }
    const everywhere = call.has('all-namespaces');
    const listed = await listInstances(cluster, everywhere ? undefined : cluster.namespace);
    if (!listed.ok) return notDone(listed.problem);
    const [only, ...others] = listed.value;
    if (only === undefined)
      io.complain(`no InteractionServer in ${everywhere ? 'any namespace' : cluster.namespace}\n`);
    else if (others.length === 0 && !everywhere) show(only);
    else io.print(instanceLines(listed.value));
    return done;
  });
