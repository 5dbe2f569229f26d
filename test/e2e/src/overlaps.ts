import type { V1Pod } from '@kubernetes/client-node';
import type { PodEvent } from './pod-watch.ts';

/**
 * Where two pods were at work at the same time, in words; empty where there was never more than one. Seen in two ways: pods
 * that had not ended at the moment of an event, and containers whose own times of start and end overlap.
 */
export function findOverlaps(events: readonly PodEvent[]): readonly string[] {
  return [...new Set([...overlapsOfPods(events), ...overlapsOfContainers(events)])];
}

function overlapsOfPods(events: readonly PodEvent[]): readonly string[] {
  const alive = new Map<string, V1Pod>();
  return events.flatMap(({ type, object }) => {
    if (type === 'DELETED' || hasEnded(object)) alive.delete(uidOf(object));
    else alive.set(uidOf(object), object);
    return alive.size > 1 ? [`at one moment: ${[...alive.values()].map(wordsOf).join(' and ')}`] : [];
  });
}

function hasEnded({ status }: V1Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** From when to when a container ran; the API server gives whole seconds. */
interface Interval {
  readonly pod: string;
  readonly from: number;
  readonly to: number;
}

function overlapsOfContainers(events: readonly PodEvent[]): readonly string[] {
  const intervals = new Map<string, Interval>();
  for (const { object } of events) {
    for (const interval of intervalsOf(object)) intervals.set(`${interval.pod} ${interval.from}`, interval);
  }
  // A container that was last seen at work may have ended with its pod: that is the other rule's affair.
  const ended = [...intervals.values()].filter(({ to }) => Number.isFinite(to));
  return ended.flatMap((one) =>
    [...intervals.values()]
      .filter((other) => other.pod !== one.pod && other.from >= one.from && other.from < one.to)
      .map((other) => `${other.pod} started before ${one.pod} had ended`),
  );
}

function intervalsOf(pod: V1Pod): readonly Interval[] {
  return (pod.status?.containerStatuses ?? []).flatMap(({ state, lastState }) =>
    [state, lastState].flatMap((at) => {
      const { running, terminated } = at ?? {};
      const startedAt = running?.startedAt ?? terminated?.startedAt;
      if (startedAt === undefined) return [];
      const to = terminated?.finishedAt === undefined ? Number.POSITIVE_INFINITY : msOf(terminated.finishedAt);
      return [{ pod: wordsOf(pod), from: msOf(startedAt), to }];
    }),
  );
}

/** Times are text in what kubectl gives, whatever the type says. */
function msOf(time: Date | string): number {
  return new Date(time).getTime();
}

function uidOf({ metadata }: V1Pod): string {
  return metadata?.uid ?? '';
}

function wordsOf(pod: V1Pod): string {
  return `${pod.metadata?.name} (${uidOf(pod)})`;
}
