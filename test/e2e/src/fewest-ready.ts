import type { V1Pod } from '@kubernetes/client-node';
import type { PodEvent } from './pod-watch.ts';

/** How many pods were ready at the worst moment, from when so many of them were for the first time. */
export function fewestReady(events: readonly PodEvent[], atFirst: number): number {
  const ready = new Set<string>();
  let fewest: number | undefined;
  for (const { type, object } of events) {
    const uid = object.metadata?.uid ?? '';
    if (type !== 'DELETED' && isReady(object)) ready.add(uid);
    else ready.delete(uid);
    if (fewest !== undefined || ready.size >= atFirst) fewest = Math.min(fewest ?? atFirst, ready.size);
  }
  if (fewest === undefined) throw new Error(`there were never ${atFirst} ready pods`);
  return fewest;
}

/** As a PodDisruptionBudget counts: a pod that is about to end is none any more. */
function isReady({ metadata, status }: V1Pod): boolean {
  const isTrue = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
  return isTrue === true && metadata?.deletionTimestamp === undefined;
}
