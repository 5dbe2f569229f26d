import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { workloads } from '@ixn/connections';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Image, imageName } from '../src/cluster-facts.ts';
import { dumpCluster } from '../src/dump-cluster.ts';
import { valueFlags } from '../src/helm.ts';
import { type InstallCluster, makeInstallCluster } from '../src/install-cluster.ts';
import { chart, imageValues, namespace, operatorNamespace, restricted } from '../src/install-operator.ts';
import { applyInstance, type Instance, newInstance, podsOf, untilReady } from '../src/instance.ts';
import { untilOwnersAreKnown } from '../src/owner-references.ts';
import { operatorPods } from '../src/operator-pods.ts';
import { eventually, openScene } from '../src/scene.ts';

const root = resolve(import.meta.dirname, '../../..');
const definition = 'crd/interactionservers.ixn.operators.dev';
const minutes = 60_000;
const { facts } = openScene();

let cluster: InstallCluster;
/** Lives through everything that happens to the release. */
let instance: Instance;
let podsAtFirst: readonly string[] = [];

beforeAll(async () => {
  cluster = await makeInstallCluster(facts);
  instance = newInstance(cluster.scene, 'lasting');
}, 8 * minutes);

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const folder = join(root, '.reports', `e2e-${facts.run}-install`);
  await dumpCluster(cluster.scene.kubectl, cluster.scene.facts.namespaces, folder);
});

afterAll(() => cluster.remove());

/** Runs Helm on the release, and waits until what it did is there. */
function release(verb: string, args: readonly string[]): Promise<string> {
  const flags = ['--namespace', operatorNamespace, '--wait', '--timeout=180s'];
  return cluster.helm([verb, 'interaction-server-operator', ...args, ...flags]);
}

function withImage(image: Image): readonly string[] {
  return valueFlags({ image: imageValues(image) });
}

/** The UIDs of all pods of the instance, and how often their containers were restarted. */
async function podsOfInstance(): Promise<readonly string[]> {
  const pods = (await Promise.all(workloads.map((workload) => podsOf(cluster.scene, instance, workload)))).flat();
  return pods
    .map(({ metadata, status }) => {
      const restarts = status?.containerStatuses?.map(({ restartCount }) => restartCount) ?? [];
      return `${metadata?.uid} ${restarts.join(' ')}`;
    })
    .toSorted();
}

/** The operators that run, and under which ServiceAccount. */
async function operators(): Promise<readonly object[]> {
  const pods = await eventually('no pod of before is left', async () => {
    const found = await operatorPods(cluster.scene);
    return found.every(({ metadata }) => metadata?.deletionTimestamp === undefined) ? found : undefined;
  });
  return pods.map(({ spec, status }) => ({
    image: spec?.containers[0]?.image,
    account: spec?.serviceAccountName,
    restarts: status?.containerStatuses?.[0]?.restartCount,
  }));
}

/** Two of them. */
function operatorsOf(image: Image): readonly object[] {
  const one = { image: imageName(image), account: 'interaction-server-operator', restarts: 0 };
  return [one, one];
}

/** Waits until what is deleted comes back, as only an operator that works on the instance brings it, and the instance is Ready. */
async function untilMended(): Promise<void> {
  const { kubectl } = cluster.scene;
  const [name, where] = [`${instance.name}-vq-node`, instance.namespace];
  await kubectl.run(['delete', 'service', name, '-n', where]);
  await eventually('the deleted Service is back', () => kubectl.get('service', name, where));
  await untilReady(cluster.scene, instance);
}

/** The schemas of the CRD in the cluster. */
async function installedSchemas(): Promise<readonly unknown[]> {
  return schemasIn(JSON.parse(await cluster.scene.kubectl.run(['get', definition, '-o', 'json'])));
}

/** The same of a chart. */
async function schemasOf(path: string): Promise<readonly unknown[]> {
  return schemasIn(parse(await cluster.helm(['template', path, '--show-only', 'templates/crd.yaml'])));
}

function schemasIn({ spec }: { readonly spec: { readonly versions: readonly { readonly schema: unknown }[] } }) {
  // The API server leaves out what is empty.
  const withoutEmpty = (_: string, value: unknown) => (JSON.stringify(value) === '{}' ? undefined : value);
  return spec.versions.map(({ schema }): unknown => JSON.parse(JSON.stringify(schema), withoutEmpty));
}

describe('a release of the chart', () => {
  it('comes of a chart that passes helm lint', async () => {
    expect(await cluster.helm(['lint', '--strict', chart])).toContain('0 chart(s) failed');
  });

  it('is installed, in the version before, and makes an instance Ready', async () => {
    const { scene, previous } = cluster;
    await scene.kubectl.apply(namespace(operatorNamespace, restricted));
    await release('install', [previous.chart, ...withImage(previous.image)]);
    await untilOwnersAreKnown(scene.kubectl, instance.namespace);
    await applyInstance(scene, instance, { ixnVQNode: { replicas: 2 } });
    await untilReady(scene, instance);
    podsAtFirst = await podsOfInstance();
    expect(podsAtFirst).toHaveLength(4);
    expect(await operators()).toEqual(operatorsOf(previous.image));
    await untilMended();
    expect(await installedSchemas()).toEqual(await schemasOf(previous.chart));
  });

  it('is upgraded, with its CRD, and no pod of the instance with it', async () => {
    await release('upgrade', [chart, ...withImage(facts.operator)]);
    expect(await operators()).toEqual(operatorsOf(facts.operator));
    await untilMended();
    expect(await installedSchemas()).toEqual(await schemasOf(chart));
    expect(await podsOfInstance()).toEqual(podsAtFirst);
  });

  it('is rolled back, and no pod of the instance with it', async () => {
    await release('rollback', ['1']);
    expect(await operators()).toEqual(operatorsOf(cluster.previous.image));
    await untilMended();
    expect(await installedSchemas()).toEqual(await schemasOf(cluster.previous.chart));
    expect(await podsOfInstance()).toEqual(podsAtFirst);
  });

  it('is upgraded once more', async () => {
    await release('upgrade', [chart, ...withImage(facts.operator)]);
    expect(await operators()).toEqual(operatorsOf(facts.operator));
    await untilMended();
    expect(await podsOfInstance()).toEqual(podsAtFirst);
  });

  it('is uninstalled, and leaves the CRD, the instance and its pods', async () => {
    const { kubectl } = cluster.scene;
    await release('uninstall', []);
    await eventually('the operators are gone', async () =>
      (await operatorPods(cluster.scene)).length === 0 ? true : undefined,
    );
    const kinds = 'clusterroles,clusterrolebindings,validatingadmissionpolicies,validatingadmissionpolicybindings';
    const left = await kubectl.run(['get', kinds, '-o', 'name']);
    expect(left.split('\n').filter((name) => name.includes('interaction-server'))).toEqual([]);
    const names = await kubectl.run(['get', 'interactionservers', '-A', '-o', 'name']);
    expect(names.trim()).toBe('interactionserver.ixn.operators.dev/lasting');
    expect(await podsOfInstance()).toEqual(podsAtFirst);
  });

  it('is installed again, where the instance waits for it', async () => {
    await release('install', [chart, ...withImage(facts.operator)]);
    expect(await operators()).toEqual(operatorsOf(facts.operator));
    await untilMended();
    expect(await podsOfInstance()).toEqual(podsAtFirst);
  });
});

describe('kubectl alone', () => {
  /** The cluster as it was before the first install. */
  async function clear(): Promise<void> {
    const { kubectl } = cluster.scene;
    await kubectl.run([
      'delete',
      'interactionservers',
      '--all',
      '-n',
      'voice',
      '--ignore-not-found',
      '--cascade=foreground',
    ]);
    await kubectl.run(['delete', definition, '--ignore-not-found']);
  }

  /** The operator's objects go as they came. */
  const installs = {
    'a kustomization over deploy/overlays/cluster-wide': () => {
      const folder = join(cluster.folder, 'overlay');
      mkdirSync(folder);
      const base = relative(realpathSync(folder), realpathSync(join(root, 'deploy/overlays/cluster-wide')));
      const { registry, repository, tag } = facts.operator;
      const kustomization = {
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        resources: [base],
        images: [
          {
            name: 'registry.example.com/interaction-server-operator',
            newName: `${registry}/${repository}`,
            newTag: tag,
          },
        ],
      };
      writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
      return [
        ['-f', join(root, 'crds')],
        ['-k', folder],
      ];
    },
    'deploy/install.yaml': () => {
      const file = join(cluster.folder, 'install.yaml');
      const text = readFileSync(join(root, 'deploy/install.yaml'), 'utf8');
      writeFileSync(file, text.replace(/registry[.]example[.]com[/][^ \n]+/, imageName(facts.operator)));
      return [['-f', file]];
    },
  };

  it.each(['a kustomization over deploy/overlays/cluster-wide', 'deploy/install.yaml'] as const)(
    'installs %s, which makes an instance Ready',
    async (name) => {
      const { scene } = cluster;
      await release('uninstall', ['--ignore-not-found']);
      await clear();
      const sources = installs[name]();
      for (const source of sources) await scene.kubectl.run(['apply', '--server-side', ...source]);
      const rollout = ['rollout', 'status', 'deployment', '-n', operatorNamespace, '--timeout=180s'];
      await scene.kubectl.run([...rollout, 'interaction-server-operator']);
      await untilOwnersAreKnown(scene.kubectl, 'voice');
      instance = newInstance(scene, 'anew');
      await applyInstance(scene, instance);
      await untilReady(scene, instance);
      expect(await operators()).toEqual(operatorsOf(facts.operator));
      await untilMended();
      await clear();
      for (const source of sources.toReversed()) await scene.kubectl.run(['delete', '--ignore-not-found', ...source]);
    },
  );
});
