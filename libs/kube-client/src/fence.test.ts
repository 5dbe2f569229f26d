import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configMaps } from './fake-config-maps.testing.ts';
import { type FakeServer, refuse, startFakeServer } from './fake-server.testing.ts';
import { createKubeClient, type KubeClientOptions } from './kube-client.ts';
import { createTransport } from './transport.ts';
import type { RequestNote, Transport } from './transport-types.ts';

const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n' } };
const ref = { namespace: 'n', name: 'a' };
const me = { fieldManager: 'me' } as const;

let server: FakeServer;
let transport: Transport;
let notes: RequestNote[];
let leading: boolean;

beforeEach(async () => {
  leading = true;
  notes = [];
  server = await startFakeServer(({ response }) => response.end(JSON.stringify(object)));
  const observe = (note: RequestNote) => void notes.push(note);
  transport = createTransport({ kubeConfig: server.kubeConfig, userAgent: 'test', maxConnections: 1, observe });
});

afterEach(async () => {
  await transport.close();
  await server.stop();
});

const fencedClient = () => createKubeClient(transport, { mayWrite: () => leading });

describe('a client with a fence', () => {
  it('sends no write while it may not write, tells so, and reads on', async () => {
    leading = false;
    const client = fencedClient();
    const writes = [
      await client.apply(configMaps, object, me),
      await client.create(configMaps, object, me),
      await client.update(configMaps, object, me),
      await client.patch(configMaps, ref, {}, me),
      await client.delete(configMaps, ref),
    ];
    expect(writes).toMatchObject(writes.map(() => ({ failure: { code: 'NotLeading', category: 'terminal' } })));
    expect(server.requests).toEqual([]);
    expect(notes.map(({ verb, code }) => `${verb} ${code}`)).toEqual([
      'apply NotLeading',
      'create NotLeading',
      'update NotLeading',
      'patch NotLeading',
      'delete NotLeading',
    ]);
    expect(await client.get(configMaps, ref)).toMatchObject({ ok: true });
  });

  it.each<[string, KubeClientOptions, KubeClientOptions]>([
    ['the client', { mayWrite: () => false }, { mayWrite: () => true }],
    ['the call', { mayWrite: () => true }, { mayWrite: () => false }],
    ['the call, and the client has none', {}, { mayWrite: () => false }],
  ])('asks the fence of the client and that of the call: no says %s', async (_, ofClient, ofCall) => {
    const client = createKubeClient(transport, ofClient);
    const answer = await client.update(configMaps, object, { ...me, ...ofCall });
    expect(answer).toMatchObject({ failure: { code: 'NotLeading' } });
    expect(server.requests).toEqual([]);
  });

  it('sends a write while it may', async () => {
    expect(await fencedClient().apply(configMaps, object, me)).toEqual({ ok: true, value: object });
    expect(server.requests).toHaveLength(1);
  });

  it('does not send a write again that the server refused, once it may write no more', async () => {
    server.intercept((request) => {
      leading = false;
      refuse(request, 429);
      return true;
    });
    expect(await fencedClient().create(configMaps, object, me)).toMatchObject({ failure: { code: 'NotLeading' } });
    expect(server.requests).toHaveLength(1);
  });

  it('does not send a write that had to wait for a connection until it may write no more', async () => {
    let answerFirst: (() => void) | undefined;
    server.intercept(({ method, response }) => {
      if (method === 'GET') {
        answerFirst = () => response.end(JSON.stringify(object));
      }
      return method === 'GET';
    });
    const client = fencedClient();
    const first = client.get(configMaps, ref);
    await vi.waitFor(() => expect(answerFirst).toBeDefined());
    const second = client.apply(configMaps, object, me); // there is one connection, and it is in use
    leading = false;
    answerFirst?.();
    expect(await first).toMatchObject({ ok: true });
    expect(await second).toMatchObject({ failure: { code: 'NotLeading' } });
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
    leading = true;
    expect(await client.apply(configMaps, object, me)).toMatchObject({ ok: true });
  });
});
