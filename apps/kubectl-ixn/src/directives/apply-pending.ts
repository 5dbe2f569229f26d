import { directiveAnnotations } from '@ixn/interaction-server';
import type { Action } from '../command-line/command.ts';
import { withCluster } from '../cluster/cluster.ts';
import { findInstance } from '../cluster/instance.ts';
import { done, notDone } from '../problems.ts';
import { annotate } from './annotate.ts';

/** Says that what waits is to go now. */
export const applyPending: Action = (call, io) =>
  withCluster(call, async (cluster) => {
    const found = await findInstance(cluster, call.positional);
    if (!found.ok) return notDone(found.problem);
    const { namespace, name, status, object } = found.value;
    const pending = status?.pending;
    const isPaused = pending?.changes.some(({ waitsFor }) => waitsFor === 'Resume') ?? false;
    if (pending === undefined) {
      io.print(`Nothing waits for ${namespace}/${name}.\n`);
      return done;
    }
    if (object.metadata.annotations?.[directiveAnnotations.applyPending] === pending.id) {
      io.print(`That was said already for ${namespace}/${name} (${pending.id}).\n`);
    } else {
      const annotated = await annotate(cluster, found.value, directiveAnnotations.applyPending, pending.id);
      if (!annotated.ok) return annotated;
      const objects = pending.changes.map(({ object: changed, cause }) => `  ${changed}: ${cause}\n`).join('');
      io.print(
        `To be applied ${isPaused ? 'after the pause' : 'now'} for ${namespace}/${name} (${pending.id}):\n${objects}`,
      );
    }
    if (isPaused) {
      io.complain('The instance is paused, and a pause is stronger: end it with resume.\n');
    }
    return done;
  });
