import { beforeAll, describe, it } from 'vitest';
import { startPod, type TestPod } from '../src/client-pod.ts';
import { workloadPlaces } from '../src/full-instance.ts';
import { applyInstance, type Instance, newInstance, untilReady } from '../src/instance.ts';
import { expectBlocked, expectReaches, type Target } from '../src/reachability.ts';
import { servedPorts } from '../src/rows.ts';
import { openScene } from '../src/scene.ts';

const scene = openScene();
const [nodeOwnPort] = servedPorts.ixnNode;
let instance: Instance;
let passerBy: TestPod;
let nodeIp: string;

beforeAll(async () => {
  instance = newInstance(scene, 'by-default');
  await applyInstance(scene, instance);
  await untilReady(scene, instance);
  passerBy = await startPod(scene, {
    namespace: scene.facts.namespaces.neighbours,
    name: 'passer-by',
    labels: { app: 'node-inspector' },
    args: ['sleep'],
  });
  nodeIp = (await workloadPlaces(scene, instance)).ixnNode.ip;
});

describe('an instance that says nothing of policies', () => {
  it('lets everybody in on the ports of the rows', async () => {
    const { ixnServer, ixnVQNode } = await workloadPlaces(scene, instance);
    const targets: readonly Target[] = [
      ...servedPorts.ixnServer.map((port) => [ixnServer.ip, port] as const),
      ...servedPorts.ixnVQNode.map((port) => [ixnVQNode.ip, port] as const),
      [nodeIp, servedPorts.ixnNode[1]],
    ];
    for (const target of targets) await expectReaches(scene, passerBy, target);
  });

  it('lets nobody in on the port of IXN Node that no row has, until a rule of the user opens it', async () => {
    await expectBlocked(scene, passerBy, [nodeIp, nodeOwnPort]);
    const peers = [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'node-inspector' } } }];
    const extraIngress = [{ workload: 'ixnNode', peers, ports: [nodeOwnPort] }];
    await applyInstance(scene, instance, { networkPolicy: { extraIngress } });
    await expectReaches(scene, passerBy, [nodeIp, nodeOwnPort]);
  });
});
