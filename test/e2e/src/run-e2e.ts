import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { provideBinaries } from '@ixn/backing-services';
import type { Steps } from '../../../tools/steps.ts';
import { type Count, environment } from '../../../tools/test-report.ts';
import { auditRun } from './audit/audit-run.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import { dumpCluster } from './dump-cluster.ts';
import { execute } from './execute.ts';
import { howToGoOn } from './how-to-go-on.ts';
import { buildImages, entrypointOf, type Images, imagesOf, loadImages, removeImages } from './images.ts';
import { createHelm } from './helm.ts';
import { removeInstallCluster } from './install-cluster.ts';
import {
  type Installation,
  installOperator,
  lookAtCluster,
  operatorNamespace,
  releaseName,
  uninstallOperator,
} from './install-operator.ts';
import { createKubectl } from './kubectl.ts';
import { leftOutOn } from './left-out.ts';
import { untilOwnersAreKnown } from './owner-references.ts';
import type { Options } from './options.ts';
import { removeOutsideListeners } from './outside-listener.ts';
import { createCluster, currentCluster, removeCommand, type TestCluster } from './provide-cluster.ts';
import { runTests } from './run-tests.ts';
import { createUndo, type Undo } from './undo.ts';

const root = resolve(import.meta.dirname, '../../..');

/** What one run is made of, and where it leaves word of how to take it back. */
export interface Run {
  readonly id: string;
  /** For the files of this run alone. */
  readonly folder: string;
  readonly options: Options;
  readonly images: Images;
  readonly undo: Undo;
  readonly steps: Steps;
  readonly print: (text: string) => void;
}

/**
 * The operator on a real cluster: makes the cluster, builds and loads the images, installs, tests, and takes everything back,
 * whatever happened; a failure leaves a folder with what the cluster looked like. Rejects when `signal` aborts.
 */
export async function runE2e(shown: Pick<Run, 'options' | 'print' | 'steps'>, signal: AbortSignal): Promise<Count> {
  const id = randomBytes(3).toString('hex');
  const folder = mkdtempSync(join(tmpdir(), 'ixn-e2e-'));
  const run: Run = { ...shown, id, folder, images: imagesOf(id), undo: createUndo(shown.print) };
  run.undo.add('the files of the run', async () => rmSync(folder, { recursive: true, force: true }));
  let cluster: TestCluster | undefined;
  try {
    await provideImages(run, signal);
    cluster = await provideCluster(run, signal);
    return await testOn(cluster, run, signal);
  } finally {
    if (run.options.keep && cluster !== undefined) run.print(howToGoOn(run, cluster));
    else await run.steps.step('Remove what was made', () => run.undo.all());
  }
}

async function provideImages(run: Run, signal: AbortSignal): Promise<void> {
  const { id, steps, images, undo, folder, print } = run;
  await steps.step('Build the bundles', () =>
    execute('npm', ['run', 'build'], { cwd: root, env: environment(), signal }),
  );
  const onProgress = (step: string) => print(`  ${step}`);
  const { consul } = await steps.step('Provide PostgreSQL, Redis, Kafka and Consul', () =>
    provideBinaries({ onProgress, signal }),
  );
  undo.add('the images', () => removeImages(images));
  await steps.step('Build the images', () => buildImages(images, { root, consul, folder }, signal));
  undo.add('the servers outside the cluster', () => removeOutsideListeners(id));
}

async function provideCluster({ id, folder, options, steps, undo }: Run, signal: AbortSignal): Promise<TestCluster> {
  if (options.useCurrentContext) return await currentCluster(folder, signal);
  const name = `ixn-e2e-${id}`;
  undo.add('the cluster of install.test.ts', () => removeInstallCluster(id));
  undo.add('the cluster', () => execute(...removeCommand(name)));
  const nodeImage = process.env['KIND_NODE_IMAGE'] || undefined;
  return await steps.step(`Create the cluster ${name}`, () =>
    createCluster({ name, folder, workers: options.workers, auditedNamespace: operatorNamespace, nodeImage }, signal),
  );
}

async function testOn(cluster: TestCluster, run: Run, signal: AbortSignal): Promise<Count> {
  const { images, steps, undo, folder, options } = run;
  const { kindName } = cluster;
  if (kindName !== undefined) await steps.step('Load the images', () => loadImages(images, kindName, signal));
  const facts = factsOf(cluster, run, await entrypointOf(images.standIn));
  // Without the signal: what comes after an interruption must still go through.
  const kubectl = createKubectl(cluster);
  const installation: Installation = { kubectl, helm: createHelm(cluster), image: images.operator, facts };
  if (options.useCurrentContext) undo.add('what was installed', () => uninstallOperator(installation));
  try {
    const interruptible = { kubectl: createKubectl(cluster, signal), helm: createHelm(cluster, { signal }) };
    await steps.step('Install the operator by its chart', async () =>
      installOperator({ ...installation, ...interruptible }, await lookAtCluster(kubectl)),
    );
    if (facts.auditLog !== null) await untilOwnersAreKnown(kubectl, facts.namespaces.instances);
    const tested = await runTests(facts, { folder, filters: options.filters }, signal);
    const count = await auditRun(tested, facts, run);
    for (const { file, why } of leftOutOn(facts)) run.print(`${file} is left out: ${why}.`);
    if (count.failed > 0) await dump(installation, run);
    return count;
  } catch (error) {
    if (!signal.aborted) await dump(installation, run);
    throw error;
  }
}

function factsOf(
  { kubeconfig, context, kindName, auditLog }: TestCluster,
  { id, options, images }: Run,
  standInEntrypoint: readonly string[],
): ClusterFacts {
  const shared = options.useCurrentContext;
  return {
    run: id,
    kubeconfig,
    context,
    kindName: kindName ?? null,
    shared,
    release: releaseName(id, shared),
    namespaces: {
      operator: shared ? `ixn-e2e-${id}-operator` : operatorNamespace,
      instances: `ixn-e2e-${id}-voice`,
      neighbours: `ixn-e2e-${id}-neighbours`,
    },
    operator: images.operator,
    standIn: images.standIn,
    consul: images.consul,
    standInEntrypoint,
    workers: Math.max(1, options.workers),
    auditLog: auditLog ?? null,
    operatorProcesses: null,
  };
}

async function dump({ kubectl, facts }: Installation, { id, print }: Run): Promise<void> {
  const folder = join(root, '.reports', `e2e-${id}`);
  await dumpCluster(kubectl, facts.namespaces, folder);
  print(`What the cluster looked like: ${folder}`);
}
