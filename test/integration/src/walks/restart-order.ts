import type { Workload } from '@ixn/connections';
import type { AnyObject } from '../cluster.ts';

/** A workload was given another template. */
export interface Rewriting {
  readonly workload: Workload;
  readonly before: AnyObject;
  readonly after: AnyObject;
}

/**
 * Which nodes were restarted while IXN was not through with its own restart. `ixn` has every version of its StatefulSet in
 * order; versions of all objects are numbered together, so that these tell how IXN stood when a node was written.
 */
export function orderViolations(rewritings: readonly Rewriting[], ixn: readonly AnyObject[]): readonly string[] {
  return (
    rewritings
      // To stop is no restart: it waits for nobody, and takes its new template along.
      .filter(({ workload, before, after }) => workload !== 'ixnServer' && serves(before) && after['spec'].replicas > 0)
      .flatMap(({ workload, after }) => {
        const then = ixn.findLast((version) => numberOf(version) < numberOf(after));
        if (then === undefined || isThrough(then)) return [];
        const { generation } = then.metadata;
        return [
          `${workload} was restarted before IXN was through: ${JSON.stringify({ generation, ...then['status'] })}`,
        ];
      })
  );
}

function numberOf({ metadata }: AnyObject): number {
  return Number(metadata.resourceVersion);
}

/**
 * Once every pod of a StatefulSet was ready with its template, that is its only revision; a pod may be lost since, or it may
 * just be started again.
 */
function isThrough({ metadata, spec: { replicas }, status = {} }: AnyObject): boolean {
  const seen = status.observedGeneration === metadata.generation;
  return replicas === 0 || status.replicas === 0 || (seen && status.currentRevision === status.updateRevision);
}

/** Whether a restart interrupts it: it has ready pods, and not only of a rollout that it is to leave behind. */
function serves({ spec, status = {} }: AnyObject): boolean {
  const { readyReplicas = 0, updatedReplicas = 0, replicas = 0 } = status;
  return spec.replicas > 0 && readyReplicas > 0 && updatedReplicas === replicas;
}
