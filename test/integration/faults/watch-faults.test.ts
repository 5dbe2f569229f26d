// The cases that every watch must survive, with the whole operator behind a fault proxy: afterwards its stores hold what
// the API server lists, its metrics tell of the case, and it has mended what happened meanwhile. Where a proxy cannot
// make the case, or would add nothing, it is held one level below:
//
// | case                                                        | test                                               |
// | ----------------------------------------------------------- | -------------------------------------------------- |
// | a split UTF-8 sequence                                      | kube-client: lines.test.ts, store-faults.test.ts   |
// | a handler that throws or never settles                      | kube-client: store.test.ts                         |
// | a rotated token and a rotated CA                            | kube-client: transport.test.ts                     |
// | open file descriptors after 10,000 requests                 | kube-client: real-server.test.ts                   |
// | two leaders with skewed clocks                              | controller-runtime: leader-elector.test.ts         |
// | unknown fields kept on a round trip                         | kube-client: kube-client.test.ts                   |
// | a server that was restored from a backup                    | kube-client: store-faults.test.ts                  |
import type { Fault, ProxiedRequest, RefusalStatus } from '@ixn/test-kit';
import type { OperatorTimings } from '@ixn/operator';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { untilReady } from '../src/instance.ts';
import { startOperator, type RunningOperator } from '../src/operator.ts';
import { spawnOperator } from '../src/operator-process.ts';
import { type OperatorProxy, startProxy } from '../src/operator-proxy.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';
import { untilStoresEqualServer, watchNotes } from '../src/stores-and-server.ts';

interface Scene {
  readonly namespace: TestNamespace;
  readonly proxy: OperatorProxy;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe('the first list', () => {
  it.each<[RefusalStatus]>([[429], [500], [403]])('may be refused with HTTP %i', async (status) => {
    const scene = await openScene();
    scene.proxy.setPlan(
      refusingNext(2, { kind: 'refuse', status }, ({ verb, resource }) => verb === 'list' && resource === 'services'),
    );
    const operator = await start(scene);
    await untilSettled(scene, operator);
    expect(await watchNotes(operator, 'services', 'listFailed')).toBeGreaterThan(0);
    expect(scene.proxy.faults()).toEqual({ [`refuse ${status}`]: 2 });
  });

  it('may find its version expired (410) between two pages', async () => {
    const scene = await openScene();
    await untilSettled(scene, await start(scene));
    const isNextPage = ({ verb, resource, url }: ProxiedRequest) =>
      verb === 'list' && resource === 'services' && url.includes('continue=');
    scene.proxy.setPlan(refusingNext(1, { kind: 'refuse', status: 410 }, isNextPage));
    const operator = await start(scene, { stores: { pageSize: 1 } });
    await untilSettled(scene, operator);
    expect(await watchNotes(operator, 'services', 'listFailed')).toBe(1);
    expect(scene.proxy.faults()).toEqual({ 'refuse 410': 1 });
  });

  it('does not hold up the end of the process, be it under way or waiting for its next try', async () => {
    for (const fault of [
      { kind: 'stall', when: 'before' },
      { kind: 'refuse', status: 500 },
    ] as const) {
      const { namespace, proxy } = await openScene();
      proxy.setPlan(({ verb }) => (verb === 'list' ? fault : undefined));
      const operator = spawnOperator(proxy.kubeconfig, ['--namespaces', namespace.name]);
      onTestFinished(() => operator.kill());
      await eventually('the operator lists', async () => proxy.log.some(({ verb }) => verb === 'list') || undefined);
      operator.signal('SIGTERM');
      expect(await operator.ended).toBe(0);
    }
  });
});

describe('a watch', () => {
  it.each<[RefusalStatus]>([[503], [410], [429], [403]])(
    'may be refused with HTTP %i when it is opened again',
    async (status) => {
      const { proxy, ...scene } = await settledScene();
      const refuse = refusingNext(
        2,
        { kind: 'refuse', status },
        ({ verb, resource }) => verb === 'watch' && resource === 'services',
      );
      await throughGap({ proxy, ...scene }, () => {
        proxy.setPlan(refuse);
        proxy.watches('services').forEach((watch) => watch.cut());
      });
      expect(proxy.faults()).toEqual({ [`refuse ${status}`]: 2 });
    },
  );

  it.each([410, 500])('may tell of error %i in its stream', async (code) => {
    const scene = await settledScene();
    const lists = await watchNotes(scene.operator, 'services', 'listed');
    const object = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message: 'a fault that was asked for' };
    await throughGap(scene, () => {
      for (const watch of scene.proxy.watches('services')) {
        watch.silence();
        watch.inject(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      }
    });
    expect(await watchNotes(scene.operator, 'services', 'listed')).toBeGreaterThan(lists);
  });

  it('may break off in the middle of a line', async () => {
    const scene = await settledScene();
    await throughGap(scene, () => {
      for (const watch of scene.proxy.watches('services')) {
        watch.silence();
        watch.inject('{"type":"MODIFIED","object":{"apiVersion":"v1","ki');
        setTimeout(() => watch.cut(), 100);
      }
    });
  });

  it('may fall silent on a connection that stays open', async () => {
    const scene = await settledScene({ stores: { idleTimeoutMs: 3000 } });
    await throughGap(scene, () => scene.proxy.watches('services').forEach((watch) => watch.silence()));
  });

  it('may miss that a resource was deleted and made again under its name', async () => {
    const { namespace, proxy, operator } = await settledScene();
    let gap = true;
    proxy.setPlan(({ verb }) => (verb === 'watch' && gap ? { kind: 'refuse', status: 503 } : undefined));
    proxy.watches().forEach((watch) => watch.cut());
    const before = await untilReady(namespace, name);
    await namespace.delete('interactionservers', name);
    await namespace.apply({ ...sampleInstance(name), spec: before['spec'] });
    gap = false;
    const after = await untilReady(namespace, name, 60_000);
    expect(after.metadata.uid).not.toBe(before.metadata.uid);
    await untilStoresEqualServer(operator, namespace.name);
    expect(await watchNotes(operator, 'interactionservers.ixn.operators.dev', 'watchEnded')).toBeGreaterThan(0);
    const services = await namespace.list('services', `app.kubernetes.io/instance=${name}`);
    expect(services.map(({ metadata }) => metadata.ownerReferences?.[0]?.uid)).toEqual(
      Array(4).fill(after.metadata.uid),
    );
  }, 90_000);
});

const name = 'tenant-1';

async function openScene(): Promise<Scene> {
  const namespace = await createNamespace('watch');
  await namespace.apply(sampleSecret());
  await namespace.apply(sampleInstance(name));
  const proxy = await startProxy();
  closers.push(() => proxy.close());
  return { namespace, proxy };
}

async function start({ namespace, proxy }: Scene, timings?: OperatorTimings): Promise<RunningOperator> {
  const operator = await startOperator([namespace.name], [], proxy.kubeconfig, timings);
  closers.push(() => operator.stop());
  return operator;
}

async function settledScene(timings?: OperatorTimings): Promise<Scene & { readonly operator: RunningOperator }> {
  const scene = await openScene();
  const operator = await start(scene, timings);
  await untilSettled(scene, operator);
  return { ...scene, operator };
}

async function untilSettled({ namespace }: Scene, operator: RunningOperator): Promise<void> {
  await untilReady(namespace, name);
  await untilStoresEqualServer(operator, namespace.name);
}

/** Disturbs the watch of Services, deletes one meanwhile, and waits until the operator has seen and mended that. */
async function throughGap(scene: Scene & { readonly operator: RunningOperator }, disturb: () => void): Promise<void> {
  const { namespace, operator } = scene;
  const ended = await watchNotes(operator, 'services', 'watchEnded');
  const service = `${name}-ixn`;
  const before = await namespace.get('services', service);
  disturb();
  await namespace.delete('services', service);
  await eventually('the Service is there again', async () => {
    const after = await namespace.get('services', service);
    return after !== undefined && after.metadata.uid !== before?.metadata.uid ? true : undefined;
  });
  await untilSettled(scene, operator);
  await eventually('the metric tells of it', async () => {
    return (await watchNotes(operator, 'services', 'watchEnded')) > ended || undefined;
  });
}

/** Strikes the next requests that match, as many as told. */
function refusingNext(times: number, fault: Fault, matches: (request: ProxiedRequest) => boolean) {
  let left = times;
  return (request: ProxiedRequest) => {
    if (left === 0 || !matches(request)) return undefined;
    left -= 1;
    return fault;
  };
}
