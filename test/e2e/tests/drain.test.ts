import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rollOut, vqNodes } from '../src/changes.ts';
import { fewestReady } from '../src/fewest-ready.ts';
import { operatorSelector } from '../src/install-operator.ts';
import { newInstance, onlyPodOf, podSelector, untilReady } from '../src/instance.ts';
import { untilOperatorsReady } from '../src/operator.ts';
import { operatorPods } from '../src/operator-pods.ts';
import { findOverlaps } from '../src/overlaps.ts';
import { type PodWatch, watchPods } from '../src/pod-watch.ts';
import { openScene } from '../src/scene.ts';

const scene = openScene();
const { kubectl, facts } = scene;
const instance = newInstance(scene, 'drained');
let operators: PodWatch;
let servers: PodWatch;
let vqPods: PodWatch;

beforeAll(async () => {
  await rollOut(scene, instance, 'none');
  await untilOperatorsReady(scene);
  operators = await watchPods(facts, facts.namespaces.operator, operatorSelector);
  servers = await watchPods(facts, instance.namespace, podSelector(instance, 'ixnServer'));
  vqPods = await watchPods(facts, instance.namespace, podSelector(instance, 'ixnVQNode'));
});

afterAll(async () => {
  await Promise.all([operators, servers, vqPods].map((watch) => watch.stop()));
});

/** Takes everything off a node, as before it is mended, and gives it back when all have found another place. */
async function drainAndReturn(node: string): Promise<void> {
  const everything = ['--ignore-daemonsets', '--delete-emptydir-data', '--force', '--timeout=180s'];
  await kubectl.run(['drain', node, ...everything]);
  await untilReady(scene, instance);
  await untilOperatorsReady(scene);
  await kubectl.run(['uncordon', node]);
}

describe('node after node is drained, and meanwhile', () => {
  it('every change goes on being rolled out', async () => {
    const { spec } = await onlyPodOf(scene, instance, 'ixnServer');
    const operatorNodes = (await operatorPods(scene)).map((pod) => pod.spec?.nodeName);
    const nodes = [...new Set([spec?.nodeName, ...operatorNodes])].filter((node) => node !== undefined);
    for (const node of nodes) {
      await drainAndReturn(node);
      await rollOut(scene, instance, `without-${node}`);
    }
    const names = (await operatorPods(scene)).map(({ metadata }) => metadata?.name);
    const atFirst = operators.events.slice(0, 2).map(({ object }) => object.metadata?.name);
    expect(names.filter((name) => atFirst.includes(name))).toEqual([]);
  });

  it('one of the two operators is ready at every moment', () => {
    expect(fewestReady(operators.events, 2)).toBe(1);
  });

  it('all VQ Nodes but one are ready at every moment', () => {
    expect(fewestReady(vqPods.events, vqNodes)).toBeGreaterThanOrEqual(vqNodes - 1);
  });

  it('IXN never runs twice', () => {
    expect(findOverlaps(servers.events)).toEqual([]);
    expect(new Set(servers.events.map(({ object }) => object.metadata?.uid)).size).toBeGreaterThan(1);
  });
});
