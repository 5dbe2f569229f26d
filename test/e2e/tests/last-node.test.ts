import { afterAll, beforeAll, expect, it } from 'vitest';
import { operatorSelector } from '../src/install-operator.ts';
import { fewestReady } from '../src/fewest-ready.ts';
import { untilOperatorsReady } from '../src/operator.ts';
import { operatorPods } from '../src/operator-pods.ts';
import { type PodWatch, watchPods } from '../src/pod-watch.ts';
import { openScene } from '../src/scene.ts';

const scene = openScene();
const { kubectl, facts } = scene;
let operators: PodWatch;

beforeAll(async () => {
  await untilOperatorsReady(scene);
  operators = await watchPods(facts, facts.namespaces.operator, operatorSelector);
});

afterAll(() => operators.stop());

it('the last operator stays when the last node is drained, until there is a place for another one', async () => {
  const [pod] = await operatorPods(scene);
  const node = pod?.spec?.nodeName ?? '';
  const only = ['--pod-selector', operatorSelector, '--delete-emptydir-data', '--timeout=20s'];
  const { exitCode, stderr } = await kubectl.attempt(['drain', node, ...only]);
  await kubectl.run(['uncordon', node]);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain("Cannot evict pod as it would violate the pod's disruption budget");
  await untilOperatorsReady(scene);
  expect(fewestReady(operators.events, 2)).toBe(1);
});
