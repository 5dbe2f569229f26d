import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { type ControlPlane, startControlPlane } from '@ixn/control-plane';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { configMaps } from './fake-config-maps.testing.ts';
import type { Result } from './failure.ts';
import { createKubeClient, type KubeClient } from './kube-client.ts';
import { appliedFields } from './managed-fields.ts';
import type { KubeObject, ResourceType } from './objects.ts';
import { ownedKinds, ownedObject } from './owned-kinds.testing.ts';
import { ownsExactly } from './owns-exactly.ts';
import { createStore } from './store.ts';
import type { Store, StoreNote, StoreOptions } from './store-types.ts';
import { createTransport } from './transport.ts';
import type { Transport } from './transport-types.ts';

let controlPlane: ControlPlane;
let transport: Transport;
let client: KubeClient;

const me = { fieldManager: 'me' } as const;
const namespace = 'default';

beforeAll(async () => {
  controlPlane = await startControlPlane();
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(controlPlane.kubeconfig);
  transport = createTransport({ kubeConfig, userAgent: 'kube-client-test' });
  client = createKubeClient(transport);
}, 600_000);

afterAll(async () => {
  await transport?.close();
  await controlPlane?.stop();
});

function configMap(name: string, value: string, extra: Partial<KubeObject['metadata']> = {}) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, ...extra }, data: { value } };
}

/** What another manager does to an object by hand. */
async function editByHand(type: ResourceType, patch: object): Promise<void> {
  const result = await client.patch(type, { namespace, name: 'owned' }, patch, { fieldManager: 'by-hand' });
  valueOf(result);
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new Error(result.failure.message);
  }
  return result.value;
}

async function stillOwns(type: ResourceType, intent: KubeObject): Promise<boolean> {
  const live = await client.get(type, { namespace, name: intent.metadata.name });
  return live.ok && ownsExactly(intent, appliedFields(live.value, me.fieldManager));
}

describe('a client of a real API server', () => {
  it('creates and changes by server-side apply, and writes nothing on a dry run', async () => {
    const created = await client.apply(configMaps, configMap('applied', '1'), me);
    expect(created).toMatchObject({ ok: true, value: { kind: 'ConfigMap', data: { value: '1' } } });
    const dry = await client.apply(configMaps, configMap('applied', '2'), { ...me, dryRun: true });
    expect(dry).toMatchObject({ ok: true, value: { data: { value: '2' } } });
    const ref = { namespace, name: 'applied' };
    expect(await client.get(configMaps, ref)).toMatchObject({ ok: true, value: { data: { value: '1' } } });
    await client.apply(configMaps, configMap('applied', '2'), me);
    expect(await client.get(configMaps, ref)).toMatchObject({ ok: true, value: { data: { value: '2' } } });
  });

  it('meets the fields of another manager as a conflict that names them, and takes them only by force', async () => {
    await client.apply(configMaps, configMap('contested', '1'), { fieldManager: 'you' });
    expect(await client.apply(configMaps, configMap('contested', '2'), me)).toMatchObject({
      failure: {
        code: 'FieldConflict',
        causes: [{ field: '.data.value', reason: 'FieldManagerConflict', message: 'conflict with "you"' }],
      },
    });
    expect(await client.apply(configMaps, configMap('contested', '2'), { ...me, force: true })).toMatchObject({
      ok: true,
    });
  });

  it('applies what must be absent exactly once, by force or not, whoever tries', async () => {
    for (const force of [false, true]) {
      const name = `absent-${force}`;
      const tries = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          client.apply(configMaps, configMap(name, String(n)), { fieldManager: `m${n}`, force, mustBeAbsent: true }),
        ),
      );
      expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
      expect(new Set(tries.flatMap((result) => (result.ok ? [] : [result.failure.code])))).toEqual(
        new Set(['AlreadyExists']),
      );
      const before = await client.get(configMaps, { namespace, name });
      const again = await client.apply(configMaps, configMap(name, 'x'), { ...me, force, mustBeAbsent: true });
      expect(again).toMatchObject({ failure: { code: 'AlreadyExists' } });
      expect(await client.get(configMaps, { namespace, name })).toEqual(before);
    }
  });

  it('replaces an object in the version that it was read in, and no other', async () => {
    const made = valueOf(await client.create(configMaps, configMap('replaced', '1'), me));
    const changed = { ...made, data: { value: '2' } };
    expect(await client.update(configMaps, changed, me)).toMatchObject({ ok: true, value: { data: { value: '2' } } });
    expect(await client.update(configMaps, changed, me)).toMatchObject({ failure: { code: 'Conflict' } });
  });

  it('changes by a patch what the patch names, and nothing else', async () => {
    await client.create(configMaps, configMap('patched', '1', { labels: { kept: 'yes' } }), me);
    const ref = { namespace, name: 'patched' };
    expect(await client.patch(configMaps, ref, { data: { value: null, other: '2' } }, me)).toMatchObject({
      ok: true,
      value: { metadata: { labels: { kept: 'yes' } }, data: { other: '2' } },
    });
  });

  it('deletes what has the expected UID, and nothing else', async () => {
    const made = await client.create(configMaps, configMap('doomed', '1'), me);
    const uid = made.ok ? made.value.metadata.uid : undefined;
    const ref = { namespace, name: 'doomed' };
    expect(await client.create(configMaps, configMap('doomed', '1'), me)).toMatchObject({
      failure: { code: 'AlreadyExists' },
    });
    expect(await client.delete(configMaps, ref, { uid: 'another' })).toMatchObject({ failure: { code: 'Conflict' } });
    expect(await client.delete(configMaps, ref, { uid: uid ?? '', dryRun: true })).toMatchObject({ ok: true });
    expect(await client.delete(configMaps, ref, { uid: uid ?? '' })).toMatchObject({ ok: true });
    expect(await client.delete(configMaps, ref, { uid: uid ?? '' })).toMatchObject({ failure: { code: 'NotFound' } });
  });

  it('hears which fields are invalid, and who is not allowed to do what', async () => {
    const bad = configMap('Bad_Name', '1');
    expect(await client.apply(configMaps, bad, me)).toMatchObject({
      failure: { code: 'Invalid', category: 'terminal', causes: [{ field: 'metadata.name' }] },
    });
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(controlPlane.kubeconfigFor('nobody'));
    const powerless = createTransport({ kubeConfig, userAgent: 'kube-client-test' });
    expect(await createKubeClient(powerless).list(configMaps)).toMatchObject({ failure: { code: 'Forbidden' } });
    await powerless.close();
  });

  it('reads the version and the discovery', async () => {
    expect(await client.raw('/version')).toMatchObject({ ok: true, value: { gitVersion: controlPlane.version } });
    expect(await client.raw('/apis/apps/v1')).toMatchObject({ ok: true, value: { kind: 'APIResourceList' } });
  });
});

describe('what is owned on a real API server', () => {
  it.each(ownedKinds)('of a $type.kind is exactly the intent, until somebody else touches it', async (kind) => {
    const { type, change, removal } = kind;
    const owner = await client.apply(configMaps, configMap('owner', '1'), me);
    const intent = ownedObject(type, kind.intent, valueOf(owner));
    const smaller = ownedObject(type, kind.smaller, valueOf(owner));
    const applied = valueOf(await client.apply(type, intent, me));
    expect(ownsExactly(intent, appliedFields(applied, me.fieldManager))).toBe(true);

    await editByHand(type, { metadata: { labels: { foreign: 'yes' }, annotations: { foreign: 'yes' } } });
    expect(await stillOwns(type, intent)).toBe(true);

    for (const edit of [change, removal]) {
      await editByHand(type, edit);
      expect(await stillOwns(type, intent)).toBe(false);
      valueOf(await client.apply(type, intent, { ...me, force: true }));
      expect(await stillOwns(type, intent)).toBe(true);
    }

    expect(await stillOwns(type, smaller)).toBe(false); // a field of the old intent is left over
    valueOf(await client.apply(type, smaller, me));
    expect(await stillOwns(type, smaller)).toBe(true);
  });
});

function runStore(options: Partial<StoreOptions<KubeObject>> = {}) {
  const notes: StoreNote[] = [];
  const store = createStore<KubeObject>({
    transport,
    type: configMaps,
    namespaces: 'all',
    labelSelector: 'churn=yes',
    project: (object) => object,
    observe: (note) => notes.push(note),
    ...options,
    timings: { backoffBaseMs: 20, backoffMaxMs: 500, pageSize: 7, ...options.timings },
  });
  const controller = new AbortController();
  const running = store.run(controller.signal);
  const stop = () => {
    controller.abort();
    return running;
  };
  return { store, notes, stop };
}

function byUid(objects: readonly KubeObject[]) {
  return new Map(objects.map((object) => [object.metadata.uid, object]));
}

async function untilEqual(store: Store<KubeObject>) {
  await vi.waitFor(
    async () => {
      const listed = await client.list(configMaps, { labelSelector: 'churn=yes' });
      expect(byUid(store.list())).toEqual(byUid(listed.ok ? listed.value.items : []));
    },
    { timeout: 20_000, interval: 100 },
  );
}

/** Creates, changes, deletes and makes again, several at a time. */
async function churn(rounds: number, observe: (object: KubeObject) => void = () => undefined): Promise<void> {
  const write = async (name: string, value: string) => {
    const written = await client.apply(configMaps, configMap(name, value, { labels: { churn: 'yes' } }), me);
    if (written.ok) {
      observe(written.value);
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(Array.from({ length: 20 }, (_, n) => write(`churn-${n}`, `${round}`)));
    await Promise.all(
      [round % 20, (round * 7 + 3) % 20].map((n) => client.delete(configMaps, { namespace, name: `churn-${n}` })),
    );
  }
}

describe('a store on a real API server', () => {
  it('equals the list after a churn, for all namespaces, for some, and when told of the writes', async () => {
    await churn(1);
    const all = runStore();
    const some = runStore({ namespaces: [namespace, 'kube-system'] });
    const told = runStore({ streamedList: true });
    await Promise.all([all.store.synced, some.store.synced, told.store.synced]);
    await churn(10, (object) => {
      told.store.observeWrite(object);
      const seen = told.store.get(object.metadata)?.metadata.resourceVersion ?? '0';
      expect(BigInt(seen)).toBeGreaterThanOrEqual(BigInt(object.metadata.resourceVersion ?? '0'));
    });
    await Promise.all([untilEqual(all.store), untilEqual(some.store), untilEqual(told.store)]);
    expect(all.notes.map(({ kind }) => kind)).toEqual(['listed']);
    await Promise.all([all.stop(), some.stop(), told.stop()]);
  });

  it.each([true, false])('holds metadata alone where only that was asked for, streamed: %s', async (streamedList) => {
    const { store, stop } = runStore({ metadataOnly: true, streamedList });
    await store.synced;
    await client.apply(configMaps, configMap('slim', 'x', { labels: { churn: 'yes' } }), me);
    await vi.waitFor(() => expect(store.get({ namespace, name: 'slim' })).toBeDefined());
    for (const object of store.list()) {
      expect(object).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
      expect(object).not.toHaveProperty('data');
    }
    await stop();
  });

  it.each([true, false])(
    'goes on after the API server was killed and started again, streamed: %s',
    async (streamedList) => {
      const { store, notes, stop } = runStore({ streamedList });
      await store.synced;
      await controlPlane.restart('kube-apiserver');
      await churn(2);
      await untilEqual(store);
      expect(notes.some(({ kind }) => kind === 'watchEnded')).toBe(true);
      await stop();
    },
  );

  it('notices a server that stands still without closing its connections, and catches up', async () => {
    const { store, notes, stop } = runStore({ timings: { idleTimeoutMs: 2000, listTimeoutMs: 2000 } });
    await churn(1); // until the watch is open
    await untilEqual(store);
    controlPlane.freeze('kube-apiserver');
    await vi.waitFor(
      () => expect(notes.some((note) => 'failure' in note && note.failure?.code === 'Timeout')).toBe(true),
      {
        timeout: 20_000,
      },
    );
    controlPlane.thaw('kube-apiserver');
    await churn(2);
    await untilEqual(store);
    await stop();
  });
});

describe('the example of the README', () => {
  it('follows what happens, and sees its own write at once', async () => {
    const path = resolve(import.meta.dirname, '../examples/follow-config-maps.ts');
    const example = spawn(process.execPath, [path], {
      env: { ...process.env, KUBECONFIG: controlPlane.kubeconfigPath },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = new Promise((settled) => example.once('exit', settled));
    const lines: string[] = [];
    example.stdout.on('data', (text: Buffer) => lines.push(...text.toString().trim().split('\n')));
    try {
      await vi.waitFor(() => expect(lines).toContain('hello has text'), { timeout: 15_000 });
      await client.delete(configMaps, { namespace, name: 'hello' });
      await vi.waitFor(() => expect(lines).toContain('deleted hello'), { timeout: 15_000 });
      expect(lines.indexOf('added hello')).toBeLessThan(lines.indexOf('hello has text'));
      example.kill('SIGTERM');
      expect(await ended).toBe(0);
    } finally {
      example.kill('SIGKILL');
    }
  });
});
