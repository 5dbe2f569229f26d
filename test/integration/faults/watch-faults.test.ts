// The cases that every watch must survive, with the whole operator behind a fault proxy: afterwards its stores hold what
// the API server lists, its metrics tell of the case, and it has mended what happened meanwhile. Those of the first list are
// in list-faults.test.ts. Where a proxy cannot make the case, or would add nothing, it is held one level below:
//
// | case                                           | test                                                     |
// | ---------------------------------------------- | -------------------------------------------------------- |
// | a split UTF-8 sequence                         | kube-client: store-faults.test.ts, streamed-list.test.ts |
// | a handler that throws or never settles         | kube-client: store.test.ts, streamed-list.test.ts        |
// | a rotated token                                | kube-client: transport.test.ts                           |
// | a rotated CA, and a rotated client certificate | kube-client: tls.test.ts                                 |
// | open file descriptors after 10,000 requests    | kube-client: tls.test.ts                                 |
// | two leaders with skewed clocks                 | controller-runtime: leader-elector.test.ts               |
// | unknown fields kept on a round trip            | kube-client: kube-client.test.ts, store.test.ts          |
// | a server that was restored from a backup       | kube-client: store-faults.test.ts                        |
import type { RefusalStatus } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { eventually } from '../src/cluster.ts';
import {
  errorLine,
  instanceName,
  patienceMs,
  type SettledScene,
  settledScene,
  strikingNext,
  untilSettled,
} from '../src/fault-scene.ts';
import { untilReady } from '../src/instance.ts';
import { sampleInstance } from '../src/samples.ts';
import { untilStoresEqualServer, watchNotes } from '../src/stores-and-server.ts';

describe('a watch', { timeout: 5 * patienceMs }, () => {
  it.each<[RefusalStatus]>([[503], [410], [429], [403]])(
    'may be refused with HTTP %i when it is opened again',
    async (status) => {
      const { proxy, ...scene } = await settledScene();
      const refuse = strikingNext(
        2,
        { kind: 'refuse', status },
        ({ verb, resource }) => verb === 'watch' && resource === 'services',
      );
      await throughGap({ proxy, ...scene }, () => {
        proxy.setPlan(refuse);
        proxy.watches('services').forEach((watch) => watch.cut());
      });
      // The operator may have heard of the change by a list between the two.
      await eventually('both were struck', async () => proxy.faults()[`refuse ${status}`] === 2 || undefined);
    },
  );

  it.each([410, 500])('may tell of error %i in its stream', async (code) => {
    const scene = await settledScene();
    const lists = await watchNotes(scene.operator, 'services', 'listed');
    await throughGap(scene, () => {
      for (const watch of scene.proxy.watches('services')) {
        watch.silence();
        watch.inject(errorLine(code));
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
    const before = await untilReady(namespace, instanceName);
    await namespace.delete('interactionservers', instanceName);
    await namespace.apply({ ...sampleInstance(instanceName), spec: before['spec'] });
    gap = false;
    const after = await untilReady(namespace, instanceName, patienceMs);
    expect(after.metadata.uid).not.toBe(before.metadata.uid);
    await untilStoresEqualServer(operator, namespace.name);
    expect(await watchNotes(operator, 'interactionservers.ixn.operators.dev', 'watchEnded')).toBeGreaterThan(0);
    const services = await namespace.list('services', `app.kubernetes.io/instance=${instanceName}`);
    expect(services.map(({ metadata }) => metadata.ownerReferences?.[0]?.uid)).toEqual(
      Array(4).fill(after.metadata.uid),
    );
  });
});

/** Disturbs the watch of Services, deletes one meanwhile, and waits until the operator has seen and mended that. */
async function throughGap(scene: SettledScene, disturb: () => void): Promise<void> {
  const { namespace, operator, proxy } = scene;
  // Its own writes alone may have filled the store so far.
  await eventually('Services are watched', async () => proxy.watches('services').length > 0 || undefined);
  const ended = await watchNotes(operator, 'services', 'watchEnded');
  const service = `${instanceName}-ixn`;
  const before = await namespace.get('services', service);
  disturb();
  await namespace.delete('services', service);
  await eventually(
    'the Service is there again',
    async () => {
      const after = await namespace.get('services', service);
      return after !== undefined && after.metadata.uid !== before?.metadata.uid ? true : undefined;
    },
    patienceMs,
  );
  await untilSettled(scene, operator);
  await eventually('the metric tells of it', async () => {
    return (await watchNotes(operator, 'services', 'watchEnded')) > ended || undefined;
  });
}
