import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configMaps } from './fake-config-maps.testing.ts';
import { type FakeServer, refuse, startFakeServer } from './fake-server.testing.ts';
import { createKubeClient, type KubeClient } from './kube-client.ts';
import { createTransport } from './transport.ts';
import type { Transport } from './transport-types.ts';

let server: FakeServer;
let transport: Transport;
let client: KubeClient;

const object = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'n' },
  data: { key: 'value' },
  novelty: [1, { deep: null }],
};
const ref = { namespace: 'n', name: 'a' };

beforeEach(async () => {
  server = await startFakeServer(({ response }) => response.end(JSON.stringify(object)));
  transport = createTransport({ kubeConfig: server.kubeConfig, userAgent: 'test' });
  client = createKubeClient(transport);
});

afterEach(async () => {
  await transport.close();
  await server.stop();
});

function answerWith(httpStatus: number, details: object): void {
  server.intercept((request) => {
    refuse(request, httpStatus, details);
    return true;
  });
}

/** What the last request looked like: method, path, body. */
function sent() {
  const { method = '', url, body = '', headers } = server.requests.at(-1) ?? {};
  const path = `${url?.pathname}${decodeURIComponent(url?.search ?? '')}`;
  return {
    line: `${method} ${path}`,
    body: body === '' ? undefined : JSON.parse(body),
    type: headers?.['content-type'],
  };
}

describe('a client', () => {
  it('gets an object with all its fields, known or not', async () => {
    expect(await client.get(configMaps, ref)).toEqual({ ok: true, value: object });
    expect(sent().line).toBe('GET /api/v1/namespaces/n/configmaps/a');
  });

  it('keeps unknown fields on a round trip', async () => {
    const read = await client.get(configMaps, ref);
    expect(read.ok).toBe(true);
    if (read.ok) await client.update(configMaps, read.value, { fieldManager: 'me' });
    expect(sent().body).toEqual(object);
  });

  it('lists a page, and gives the items their apiVersion and kind', async () => {
    const item = { metadata: { name: 'a', namespace: 'n' }, novelty: 1 };
    server.intercept(({ response }) => {
      response.end(JSON.stringify({ metadata: { resourceVersion: '7', continue: 'more' }, items: [item] }));
      return true;
    });
    expect(await client.list(configMaps, { namespace: 'n', limit: 1, labelSelector: 'a=b', continue: 'x' })).toEqual({
      ok: true,
      value: { items: [{ ...item, apiVersion: 'v1', kind: 'ConfigMap' }], resourceVersion: '7', continue: 'more' },
    });
    expect(sent().line).toBe('GET /api/v1/namespaces/n/configmaps?labelSelector=a=b&limit=1&continue=x');
  });

  it('reads an empty list however the server writes it', async () => {
    server.intercept(({ response }) => {
      response.end('{"metadata":{"resourceVersion":"7"},"items":null}');
      return true;
    });
    expect(await client.list(configMaps)).toEqual({ ok: true, value: { items: [], resourceVersion: '7' } });
  });

  it('applies on the server, also to a subresource, by force and as a dry run', async () => {
    expect(await client.apply(configMaps, object, { fieldManager: 'me' })).toEqual({ ok: true, value: object });
    expect(sent()).toEqual({
      line: 'PATCH /api/v1/namespaces/n/configmaps/a?fieldManager=me',
      body: object,
      type: 'application/apply-patch+yaml',
    });
    await client.apply(configMaps, object, { fieldManager: 'me', force: true, dryRun: true, subresource: 'status' });
    expect(sent().line).toBe('PATCH /api/v1/namespaces/n/configmaps/a/status?fieldManager=me&force=true&dryRun=All');
  });

  it('tells a conflict about fields from one about versions', async () => {
    const causes = [{ reason: 'FieldManagerConflict', field: '.data.key', message: 'conflict with "you"' }];
    answerWith(409, { reason: 'Conflict', details: { causes } });
    expect(await client.apply(configMaps, object, { fieldManager: 'me' })).toMatchObject({
      failure: { code: 'FieldConflict', category: 'conflict', causes },
    });
    answerWith(409, { reason: 'Conflict' });
    expect(await client.apply(configMaps, object, { fieldManager: 'me' })).toMatchObject({
      failure: { code: 'Conflict', category: 'conflict' },
    });
  });

  it('applies only what is absent by a version that no object has', async () => {
    await client.apply(configMaps, object, { fieldManager: 'me', mustBeAbsent: true });
    expect(sent().body).toEqual({ ...object, metadata: { ...object.metadata, resourceVersion: '1' } });
    for (const details of [{}, { causes: [{ reason: 'FieldManagerConflict', message: '' }] }]) {
      answerWith(409, { reason: 'Conflict', details });
      expect(await client.apply(configMaps, object, { fieldManager: 'me', mustBeAbsent: true })).toMatchObject({
        failure: { code: 'AlreadyExists', category: 'conflict', httpStatus: 409 },
      });
    }
  });

  it('does not send a second time what must be absent, when the first answer was lost', async () => {
    server.intercept(({ response }) => {
      response.destroy();
      return true;
    });
    expect(await client.apply(configMaps, object, { fieldManager: 'me', mustBeAbsent: true })).toMatchObject({
      failure: { code: 'ConnectionFailed' },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('creates in the collection', async () => {
    await client.create(configMaps, object, { fieldManager: 'me', dryRun: true });
    expect(sent()).toMatchObject({
      line: 'POST /api/v1/namespaces/n/configmaps?fieldManager=me&dryRun=All',
      body: object,
    });
    answerWith(409, { reason: 'AlreadyExists' });
    expect(await client.create(configMaps, object, { fieldManager: 'me' })).toMatchObject({
      failure: { code: 'AlreadyExists' },
    });
  });

  it('asks what replacing and patching an object would give', async () => {
    await client.update(configMaps, object, { fieldManager: 'me', dryRun: true });
    expect(sent().line).toBe('PUT /api/v1/namespaces/n/configmaps/a?fieldManager=me&dryRun=All');
    await client.patch(configMaps, ref, { data: { key: null } }, { fieldManager: 'me', dryRun: true });
    expect(sent().line).toBe('PATCH /api/v1/namespaces/n/configmaps/a?fieldManager=me&dryRun=All');
  });

  it('replaces and patches an object', async () => {
    await client.update(configMaps, object, { fieldManager: 'me' });
    expect(sent()).toEqual({
      line: 'PUT /api/v1/namespaces/n/configmaps/a?fieldManager=me',
      body: object,
      type: 'application/json',
    });
    await client.patch(configMaps, ref, { data: { key: null } }, { fieldManager: 'me' });
    expect(sent()).toEqual({
      line: 'PATCH /api/v1/namespaces/n/configmaps/a?fieldManager=me',
      body: { data: { key: null } },
      type: 'application/merge-patch+json',
    });
  });

  it('deletes with preconditions', async () => {
    const preconditions = { uid: 'u', resourceVersion: '5' };
    const options = { ...preconditions, propagationPolicy: 'Foreground', dryRun: true } as const;
    expect(await client.delete(configMaps, ref, options)).toEqual({ ok: true, value: object });
    expect(sent()).toMatchObject({
      line: 'DELETE /api/v1/namespaces/n/configmaps/a',
      body: { preconditions, propagationPolicy: 'Foreground', dryRun: ['All'] },
    });
    await client.delete(configMaps, ref);
    expect(sent().body).toEqual({ preconditions: {} });
  });

  it('gives nothing for what is gone after its deletion', async () => {
    server.intercept(({ response }) => {
      response.end(JSON.stringify({ apiVersion: 'v1', kind: 'Status', status: 'Success', details: { uid: 'u' } }));
      return true;
    });
    expect(await client.delete(configMaps, ref)).toEqual({ ok: true, value: undefined });
  });

  it('reads any path', async () => {
    expect(await client.raw('/version')).toEqual({ ok: true, value: object });
    expect(sent().line).toBe('GET /version');
  });

  it.each([
    ['an object', () => client.get(configMaps, ref), '[]'],
    ['an object with a name', () => client.get(configMaps, ref), '{"metadata":{}}'],
    ['a list', () => client.list(configMaps), '{"items":[]}'],
    ['a list of objects', () => client.list(configMaps), '{"metadata":{"resourceVersion":"1"},"items":[{}]}'],
  ])('takes nothing for %s that is none', async (_name, call, body) => {
    server.intercept(({ response }) => {
      response.end(body);
      return true;
    });
    expect(await call()).toMatchObject({ failure: { code: 'BadAnswer', category: 'retry' } });
  });
});
