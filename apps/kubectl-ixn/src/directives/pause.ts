import { directiveAnnotations, parse } from '@ixn/interaction-server';
import type { Action } from '../command-line/command.ts';
import { withCluster } from '../cluster/cluster.ts';
import { findInstance, type Instance } from '../cluster/instance.ts';
import { done, notDone } from '../problems.ts';
import { annotate } from './annotate.ts';

/** Holds back restarts, or everything. */
export const pause: Action = (call, io) =>
  withCluster(call, async (cluster) => {
    const found = await findInstance(cluster, call.positional);
    if (!found.ok) return notDone(found.problem);
    const mode = call.has('all') ? 'All' : 'Disruptive';
    const annotated = await annotate(cluster, found.value, directiveAnnotations.pause, mode);
    if (!annotated.ok) return annotated;
    const { namespace, name } = found.value;
    const what = mode === 'All' ? 'nothing is written but the status' : 'pods that run are not replaced';
    io.print(`${namespace}/${name} is paused: ${what}. End it with resume.\n`);
    return done;
  });

/** Ends a pause. */
export const resume: Action = (call, io) =>
  withCluster(call, async (cluster) => {
    const found = await findInstance(cluster, call.positional);
    if (!found.ok) return notDone(found.problem);
    const { namespace, name, object } = found.value;
    if (object.metadata.annotations?.[directiveAnnotations.pause] === undefined) {
      io.print(`${namespace}/${name} has no annotation that pauses it.\n`);
    } else {
      const annotated = await annotate(cluster, found.value, directiveAnnotations.pause, null);
      if (!annotated.ok) return annotated;
      io.print(`${namespace}/${name} goes on.\n`);
    }
    const inSpec = pauseOfSpec(found.value);
    if (inSpec !== 'None') {
      io.complain(`The spec itself says pause: ${inSpec} (spec.updatePolicy.pause); change it there to go on.\n`);
    }
    return done;
  });

function pauseOfSpec({ object }: Instance): string {
  const parsed = parse(object);
  return parsed.ok ? parsed.value.spec.updatePolicy.pause : 'None';
}
