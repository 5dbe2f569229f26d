import type { Failure } from './failure.ts';
import { isRecord, stringAt } from './json.ts';
import type { KubeObject, ResourceType } from './objects.ts';
import { parseObject } from './parse-object.ts';
import { failureOfStatus } from './status.ts';

/** One line of a watch. */
export type WatchEvent =
  | { readonly kind: 'put'; readonly object: KubeObject; readonly version: string }
  | { readonly kind: 'removed'; readonly object: KubeObject; readonly version: string }
  /** `endsList`: all objects that were there at the beginning have been told of. */
  | { readonly kind: 'bookmark'; readonly version: string; readonly endsList: boolean }
  /** The server ends the watch and says why. */
  | { readonly kind: 'error'; readonly failure: Failure }
  /** Nothing that this version of the protocol knows. */
  | { readonly kind: 'malformed' };

export function parseWatchEvent(line: string, type: ResourceType): WatchEvent {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return { kind: 'malformed' };
  }
  if (!isRecord(event) || !isRecord(event['object'])) {
    return { kind: 'malformed' };
  }
  if (event['type'] === 'ERROR') {
    const code = event['object']['code'];
    return { kind: 'error', failure: failureOfStatus(typeof code === 'number' ? code : 500, event['object']) };
  }
  const version = versionOf(event['object']);
  if (version === undefined) {
    return { kind: 'malformed' };
  }
  if (event['type'] === 'BOOKMARK') {
    return { kind: 'bookmark', version, endsList: endsList(event['object']) };
  }
  const object = parseObject(event['object'], type);
  if (object === undefined) {
    return { kind: 'malformed' };
  }
  switch (event['type']) {
    case 'ADDED':
    case 'MODIFIED':
      return { kind: 'put', object, version };
    case 'DELETED':
      return { kind: 'removed', object, version };
    default:
      return { kind: 'malformed' };
  }
}

function endsList({ metadata }: Readonly<Record<string, unknown>>): boolean {
  const annotations = isRecord(metadata) ? metadata['annotations'] : undefined;
  return stringAt(annotations, 'k8s.io/initial-events-end') === 'true';
}

function versionOf(object: Readonly<Record<string, unknown>>): string | undefined {
  const version = isRecord(object['metadata']) ? object['metadata']['resourceVersion'] : undefined;
  return typeof version === 'string' && /^\d+$/.test(version) ? version : undefined;
}
