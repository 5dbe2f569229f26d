import type { Failure } from './failure.ts';
import { createLineSplitter } from './lines.ts';
import { metadataMediaType, type Selection } from './list-request.ts';
import { type KubeObject, type ResourceType, resourceName } from './objects.ts';
import { collectionPath } from './paths.ts';
import type { StoreTimings } from './store-types.ts';
import type { Transport } from './transport-types.ts';
import { parseWatchEvent, type WatchEvent } from './watch-event.ts';

/** How one watch ended, and whether its version is still good to go on from. */
export interface WatchEnd {
  /** `closed`: the server ended it, as it does every few minutes. `expired`: 410. `malformed`: an unknown line. */
  readonly cause: 'closed' | 'expired' | 'failed' | 'malformed';
  readonly failure?: Failure;
  readonly next: 'watch' | 'list';
  /** The last version that the watch told of. */
  readonly version: string;
  /** From the answer's headers on; 0 when there were none. */
  readonly livedMs: number;
}

export interface WatchHandlers {
  put(object: KubeObject): void;
  removed(object: KubeObject, version: string): void;
  /** The state is known up to this version. Called after the above, and for bookmarks. */
  reached(version: string): void;
}

/** Watches from a version on until the server, the network, the signal or an unknown event ends it. */
export async function watchOnce(
  transport: Transport,
  type: ResourceType,
  selection: Selection,
  fromVersion: string,
  timings: StoreTimings,
  handlers: WatchHandlers,
  signal: AbortSignal,
): Promise<WatchEnd> {
  const lines = createLineSplitter();
  const stop = new AbortController();
  let version = fromVersion;
  let openedMs: number | undefined;
  let ending: Pick<WatchEnd, 'cause' | 'failure' | 'next'> | undefined;

  function handle(event: WatchEvent): void {
    switch (event.kind) {
      case 'put':
        handlers.put(event.object);
        break;
      case 'removed':
        handlers.removed(event.object, event.version);
        break;
      case 'bookmark':
        if (BigInt(event.version) < BigInt(version)) {
          ending = { cause: 'expired', next: 'list' }; // the server was restored from a backup
          return;
        }
        break;
      case 'error':
        ending = { ...endOf(event.failure), next: 'list' };
        return;
      case 'malformed':
        ending = { cause: 'malformed', next: 'list' };
        return;
    }
    version = event.version;
    handlers.reached(version);
  }

  const request = {
    verb: 'watch',
    resource: resourceName(type),
    method: 'GET',
    path: watchPath(type, selection, { resourceVersion: fromVersion }, timings.watchTimeoutMs * (1 + Math.random())),
    ...(selection.metadataOnly ? { accept: metadataMediaType('PartialObjectMetadata') } : {}),
    repeat: 'never',
    idleTimeoutMs: timings.idleTimeoutMs,
    signal: stop.signal,
  } as const;
  const stopWith = () => stop.abort();
  signal.addEventListener('abort', stopWith, { once: true });
  if (signal.aborted) {
    stop.abort();
  }
  try {
    const failure = await transport.stream(request, {
      opened() {
        openedMs = performance.now();
      },
      chunk(bytes) {
        for (const line of lines.push(bytes)) {
          if (ending === undefined && !signal.aborted) {
            handle(parseWatchEvent(line, type));
          }
        }
        if (ending !== undefined) {
          stop.abort();
        }
      },
    });
    const livedMs = openedMs === undefined ? 0 : performance.now() - openedMs;
    return { ...(ending ?? endOf(failure)), version, livedMs };
  } finally {
    signal.removeEventListener('abort', stopWith);
  }
}

function endOf(failure: Failure | undefined): Pick<WatchEnd, 'cause' | 'failure' | 'next'> {
  if (failure === undefined) {
    return { cause: 'closed', next: 'watch' };
  }
  if (failure.code === 'Gone') {
    return { cause: 'expired', failure, next: 'list' };
  }
  const passes = failure.category === 'retry' || failure.category === 'throttled';
  return { cause: 'failed', failure, next: passes ? 'watch' : 'list' };
}

/** The path of a watch; `from` says where it begins. */
export function watchPath(
  type: ResourceType,
  { namespace, labelSelector, fieldSelector }: Selection,
  from: Readonly<Record<string, string | boolean>>,
  timeoutMs: number,
): string {
  const timeoutSeconds = Math.ceil(timeoutMs / 1000);
  const what = { labelSelector, fieldSelector, watch: 1, allowWatchBookmarks: true };
  return collectionPath(type, namespace, { ...what, ...from, timeoutSeconds });
}
