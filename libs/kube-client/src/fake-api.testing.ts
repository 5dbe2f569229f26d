import type { ServerResponse } from 'node:http';
import {
  createFakeConfigMaps,
  type FakeConfigMaps,
  type FakeEvent,
  type TestConfigMap,
} from './fake-config-maps.testing.ts';
import { type FakeRequest, type FakeServer, refuse, startFakeServer } from './fake-server.testing.ts';

/** An API server that holds ConfigMaps, lists them in pages, and lets them be watched; it misbehaves when told to. */
export interface FakeApi extends FakeServer, FakeConfigMaps {
  /** Open watches; raw, so that a test can write anything into them. */
  watches(): readonly ServerResponse[];
  bookmark(): void;
  /** Lists are streamed from now on; before that it refuses to, as older servers do. */
  allowStreams(): void;
}

interface Watch {
  readonly namespace: string | undefined;
  readonly response: ServerResponse;
}

interface Snapshot {
  readonly items: readonly TestConfigMap[];
  readonly version: number;
}

export async function startFakeApi(): Promise<FakeApi> {
  const watches = new Set<Watch>();
  const snapshots = new Map<string, Snapshot>();
  const maps = createFakeConfigMaps((event) => watches.forEach((watch) => tell(watch, event)));

  function answerList(request: FakeRequest): void {
    const { searchParams } = request.url;
    const token = searchParams.get('continue');
    const limit = Number(searchParams.get('limit') ?? Number.POSITIVE_INFINITY);
    const now = { items: maps.objects(namespaceOf(request)), version: maps.version() };
    const snapshot = token === null ? now : snapshots.get(token);
    if (snapshot === undefined) {
      refuse(request, 410, { reason: 'Expired' });
      return;
    }
    const rest = snapshot.items.slice(limit);
    const next = rest.length > 0 ? `${snapshot.version}-${rest.length}` : '';
    snapshots.set(next, { ...snapshot, items: rest });
    // As the API server does it, items have neither apiVersion nor kind.
    const items = snapshot.items.slice(0, limit).map(({ apiVersion: _apiVersion, kind: _kind, ...item }) => item);
    request.response.end(
      JSON.stringify({ metadata: { resourceVersion: String(snapshot.version), continue: next }, items }),
    );
  }

  function answerWatch(request: FakeRequest): void {
    const { response, url } = request;
    const watch = { namespace: namespaceOf(request), response };
    const missed = maps.since(Number(url.searchParams.get('resourceVersion')));
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    if (missed === undefined) {
      response.end('{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}\n');
      return;
    }
    missed.forEach((event) => tell(watch, event));
    watches.add(watch);
    response.on('close', () => watches.delete(watch));
  }

  let streams = false;
  function answerStream(request: FakeRequest): void {
    const { response } = request;
    if (!streams) {
      refuse(request, 422, { reason: 'Invalid', message: 'sendInitialEvents is forbidden' });
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    maps.objects(namespaceOf(request)).forEach((object) => response.write(eventLine({ type: 'ADDED', object })));
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const metadata = { resourceVersion: String(maps.version()), annotations };
    response.write(
      `${JSON.stringify({ type: 'BOOKMARK', object: { kind: 'ConfigMap', apiVersion: 'v1', metadata } })}\n`,
    );
  }

  const answers = {
    stream: answerStream,
    list: answerList,
    watch: answerWatch,
    other: (request: FakeRequest) => refuse(request, 404),
  };
  const server = await startFakeServer((request) => answers[request.kind](request));
  return {
    ...server,
    ...maps,
    compact() {
      maps.compact();
      snapshots.clear();
    },
    allowStreams() {
      streams = true;
    },
    watches: () => [...watches].map(({ response }) => response),
    bookmark() {
      const object = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion: String(maps.version()) } };
      watches.forEach(({ response }) => response.write(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`));
    },
  };
}

function tell({ namespace, response }: Watch, event: FakeEvent): void {
  if (namespace === undefined || namespace === event.object.metadata.namespace) {
    response.write(eventLine(event));
  }
}

/** The line of a watch that tells of an event. */
export function eventLine({ type, object }: FakeEvent): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function namespaceOf({ url }: FakeRequest): string | undefined {
  return /\/namespaces\/([^/]+)/.exec(url.pathname)?.[1];
}
