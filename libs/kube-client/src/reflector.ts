import { type Backoff, createBackoff, pause } from './backoff.ts';
import type { Failure, FailureCode } from './failure.ts';
import type { Selection } from './list-request.ts';
import type { KubeObject, ResourceType } from './objects.ts';
import { listPages } from './paged-list.ts';
import type { StoreEvent, StoreTimings } from './store-types.ts';
import { listAsStream } from './streamed-list.ts';
import type { Transport } from './transport-types.ts';
import { type WatchEnd, type WatchHandlers, watchOnce } from './watch-once.ts';

export interface ReflectorHandlers extends WatchHandlers {
  /** A list begins, or begins once more: what pages told so far does not count. */
  listStarted(): void;
  page(objects: readonly KubeObject[]): void;
  /** An object of this list was deleted while it came in. */
  dropped(object: KubeObject): void;
  /** The pages are complete. `rewound`: the server is at an older version than it was before. */
  listed(version: string, rewound: boolean): void;
}

export interface Reflector {
  readonly transport: Transport;
  readonly type: ResourceType;
  readonly selection: Selection;
  readonly timings: StoreTimings;
  readonly streamedList: boolean;
  readonly handlers: ReflectorHandlers;
  readonly note: (event: StoreEvent) => void;
}

/** How a server refuses a stream that it does not know, or that is switched off. */
const cannotStream: ReadonlySet<FailureCode> = new Set(['BadRequest', 'Invalid']);

/** After so many failed watches in a row the version itself is suspected, and everything is listed again. */
const watchesUntilList = 5;

/**
 * Follows one selection of objects until the signal aborts: lists, watches from there, watches again where the last
 * one ended, and lists again when the version has expired or anything unknown has happened. Never rejects.
 */
export async function runReflector(reflector: Reflector, signal: AbortSignal): Promise<void> {
  const { timings, note } = reflector;
  const backoff = createBackoff(timings.backoffBaseMs, timings.backoffMaxMs);
  let knownVersion: string | undefined;
  let next: 'list' | 'watch' = 'list';
  let failedWatches = 0;
  let streams = reflector.streamedList; // until a stream fails, for whatever reason: pages always work
  while (!signal.aborted) {
    try {
      if (next === 'list' || knownVersion === undefined) {
        const version = await listOnce(reflector, streams, knownVersion, backoff, signal);
        if (version === undefined) {
          streams = false;
          continue;
        }
        knownVersion = version;
        failedWatches = 0;
      }
      const end = await watchFrom(reflector, knownVersion, signal);
      if (signal.aborted) {
        return;
      }
      const progressed = end.version !== knownVersion;
      knownVersion = end.version;
      failedWatches = end.cause === 'failed' && !progressed ? failedWatches + 1 : 0;
      next = failedWatches >= watchesUntilList ? 'list' : end.next;
      if (end.livedMs >= timings.healthyAfterMs) {
        backoff.reset();
      }
      const nextTryInMs = end.cause === 'closed' && progressed ? 0 : delayAfter(backoff, timings, end.failure);
      const { cause, failure } = end;
      note({ kind: 'watchEnded', cause, ...(failure === undefined ? {} : { failure }), next, nextTryInMs });
      await pause(nextTryInMs, signal);
    } catch (error) {
      // A bug on our side must not leave a store that is silently out of date.
      next = 'list';
      const nextTryInMs = backoff.next();
      note({ kind: 'faulted', error, nextTryInMs });
      await pause(nextTryInMs, signal);
    }
  }
}

/** Gives the version to watch from; undefined, after a pause, when there was no complete list. */
async function listOnce(
  { transport, type, selection, timings, handlers, note }: Reflector,
  streams: boolean,
  knownVersion: string | undefined,
  backoff: Backoff,
  signal: AbortSignal,
): Promise<string | undefined> {
  const startedMs = performance.now();
  const call = { pageSize: timings.pageSize, timeoutMs: timings.listTimeoutMs, signal };
  let items = 0;
  handlers.listStarted();
  const page = (objects: readonly KubeObject[]) => {
    items += objects.length;
    handlers.page(objects);
  };
  const dropped = (object: KubeObject) => {
    items -= 1;
    handlers.dropped(object);
  };
  const restart = (failure: Failure) => {
    items = 0;
    note({ kind: 'listFailed', failure, nextTryInMs: 0 });
    handlers.listStarted();
  };
  const listed = streams
    ? await listAsStream(transport, type, selection, call, { page, dropped })
    : await listPages(transport, type, selection, call, { page, restart });
  if (signal.aborted) {
    return undefined;
  }
  if (!listed.ok && streams && cannotStream.has(listed.failure.code)) {
    return undefined; // at once in pages; nothing is wrong
  }
  if (!listed.ok) {
    const nextTryInMs = delayAfter(backoff, timings, listed.failure);
    note({ kind: 'listFailed', failure: listed.failure, nextTryInMs });
    await pause(nextTryInMs, signal);
    return undefined;
  }
  const version = listed.value;
  handlers.listed(version, knownVersion !== undefined && BigInt(version) < BigInt(knownVersion));
  note({ kind: 'listed', items, durationMs: performance.now() - startedMs });
  return version;
}

function watchFrom(reflector: Reflector, version: string, signal: AbortSignal): Promise<WatchEnd> {
  const { transport, type, selection, timings, handlers } = reflector;
  return watchOnce(transport, type, selection, version, timings, handlers, signal);
}

function delayAfter(backoff: Backoff, { retryAfterMaxMs }: StoreTimings, failure: Failure | undefined): number {
  return Math.max(backoff.next(), Math.min(failure?.retryAfterMs ?? 0, retryAfterMaxMs));
}
