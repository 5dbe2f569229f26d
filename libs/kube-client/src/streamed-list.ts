import { type Failure, failed, failure, type Result, succeeded } from './failure.ts';
import { createLineSplitter } from './lines.ts';
import { metadataMediaType, type Selection } from './list-request.ts';
import { type KubeObject, type ResourceType, resourceName } from './objects.ts';
import type { Transport } from './transport-types.ts';
import { parseWatchEvent, type WatchEvent } from './watch-event.ts';
import { watchPath } from './watch-once.ts';

const fromAllObjects = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' } as const;

export interface StreamedListHandlers {
  page(objects: readonly KubeObject[]): void;
  /** It was deleted while the list came in. */
  dropped(object: KubeObject): void;
}

/**
 * Lists everything as a watch that begins with all objects (Kubernetes API concepts, "Streaming lists"), so that neither
 * side ever holds the whole list as one text. Gives the resourceVersion to watch from. Any failure may mean that
 * the server cannot do this, or not for this type: list in pages then.
 */
export async function listAsStream(
  transport: Transport,
  type: ResourceType,
  selection: Selection,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
  handlers: StreamedListHandlers,
): Promise<Result<string>> {
  const lines = createLineSplitter();
  const stop = new AbortController();
  let ending: Result<string> | undefined;

  /** Gives the object that the event tells of, if it is one to keep. */
  function handle(event: WatchEvent): readonly KubeObject[] {
    switch (event.kind) {
      case 'put':
        return [event.object];
      case 'removed':
        handlers.dropped(event.object);
        return [];
      case 'bookmark':
        if (event.endsList) {
          ending = succeeded(event.version);
        }
        return [];
      case 'error':
        ending = { ok: false, failure: event.failure };
        return [];
      case 'malformed':
        ending = failed('BadAnswer', `the stream of ${type.plural} has a line that is no event`);
        return [];
    }
  }

  const stopWith = () => stop.abort();
  signal.addEventListener('abort', stopWith, { once: true });
  if (signal.aborted) {
    stop.abort();
  }
  try {
    const broken = await transport.stream(
      {
        verb: 'list',
        resource: resourceName(type),
        method: 'GET',
        path: watchPath(type, selection, fromAllObjects, timeoutMs),
        ...(selection.metadataOnly ? { accept: metadataMediaType('PartialObjectMetadata') } : {}),
        repeat: 'never',
        timeoutMs,
        idleTimeoutMs: timeoutMs,
        signal: stop.signal,
      },
      {
        opened: () => undefined,
        chunk(bytes) {
          for (const line of lines.push(bytes)) {
            if (ending === undefined && !signal.aborted) {
              handlers.page(handle(parseWatchEvent(line, type)));
            }
          }
          if (ending !== undefined) {
            stop.abort();
          }
        },
      },
    );
    return ending ?? { ok: false, failure: broken ?? endedEarly(type) };
  } finally {
    signal.removeEventListener('abort', stopWith);
  }
}

function endedEarly(type: ResourceType): Failure {
  return failure('ConnectionFailed', `the stream of ${type.plural} ended before all of them had come`);
}
