import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chart, operatorNamespace, releaseName, renderChart, root, valueFlags } from '../src/objects.ts';
import { ensureNamespace, knowMonitoringKind } from '../src/namespaces.ts';
import { attemptKubectl, helm, kubectl } from '../src/run.ts';
import { valueSets } from '../src/value-sets.ts';

const definition = 'crd/interactionservers.ixn.operators.dev';
const install = resolve(root, 'deploy/install.yaml');
const inOperatorNamespace = ['--namespace', operatorNamespace];
const minutes = 60_000;

/** The operators that are wanted, and those that are ready. */
async function replicas(): Promise<string> {
  const path = 'jsonpath={.spec.replicas} {.status.readyReplicas}';
  return kubectl(['get', 'deployment', releaseName, ...inOperatorNamespace, '-o', path]);
}

async function untilRolledOut(): Promise<void> {
  await kubectl(['rollout', 'status', 'deployment', releaseName, ...inOperatorNamespace, '--timeout=60s']);
}

beforeAll(async () => {
  for (const name of [operatorNamespace, 'voice', 'chat']) await ensureNamespace(name);
  for (const kind of ['PodMonitor', 'PrometheusRule']) await knowMonitoringKind(kind);
}, 2 * minutes);

describe('every object that the chart makes', () => {
  it.each(Object.entries(valueSets))('is accepted by the API server, without a warning, %s', async (_, values) => {
    const objects = (await renderChart(values)).map((object) => JSON.stringify(object)).join('\n');
    const flags = ['--server-side', '--dry-run=server', '--validate=strict', '--force-conflicts', '-f', '-'];
    const { exitCode, stderr } = await attemptKubectl(['apply', ...flags], objects);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});

describe('a release of the chart', () => {
  let folder = '';
  let older = '';

  /** The chart of a version before: its CRD does not know spec.deletionProtection yet. */
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ixn-chart-'));
    older = join(folder, 'chart');
    cpSync(chart, older, { recursive: true });
    const crd = join(older, 'templates/crd.yaml');
    writeFileSync(crd, readFileSync(crd, 'utf8').replace('deletionProtection:', 'formerly:'));
    const about = join(older, 'Chart.yaml');
    writeFileSync(about, readFileSync(about, 'utf8').replaceAll('0.1.0', '0.0.9'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const knowsProtection = async () =>
    (await kubectl(['get', definition, '-o', 'yaml'])).includes('\n              deletionProtection:');
  const wait = ['--wait', '--timeout=60s'];

  it('takes over the CRD that kubectl installed', { timeout: 2 * minutes }, async () => {
    await kubectl(['apply', '--server-side', '-f', resolve(root, 'crds')]);
    await expect(helm(['install', releaseName, older, ...inOperatorNamespace])).rejects.toThrow(/invalid ownership/);
    await helm([
      'install',
      releaseName,
      older,
      ...inOperatorNamespace,
      '--take-ownership',
      '--force-conflicts',
      ...wait,
    ]);
    await helm(['uninstall', releaseName, ...inOperatorNamespace, ...wait]);
  });

  it('is installed, with two operators and the CRD', { timeout: 2 * minutes }, async () => {
    await helm(['install', releaseName, older, ...inOperatorNamespace, ...wait]);
    expect(await replicas()).toBe('2 2');
    expect(await knowsProtection()).toBe(false);
  });

  it('is upgraded, with its CRD', { timeout: 2 * minutes }, async () => {
    const values = valueFlags({ replicas: 3, settings: { resyncSeconds: 300 } });
    await helm(['upgrade', releaseName, chart, ...inOperatorNamespace, ...wait, ...values]);
    expect(await replicas()).toBe('3 3');
    expect(await knowsProtection()).toBe(true);
  });

  it('is rolled back', { timeout: 2 * minutes }, async () => {
    await helm(['rollback', releaseName, '1', ...inOperatorNamespace, ...wait]);
    expect(await replicas()).toBe('2 2');
    expect(await knowsProtection()).toBe(false);
  });

  it(
    'leaves the CRD when it is uninstalled, and takes it over when it is installed again',
    async () => {
      await helm(['uninstall', releaseName, ...inOperatorNamespace, ...wait]);
      expect(await knowsProtection()).toBe(false);
      await helm(['install', releaseName, chart, ...inOperatorNamespace, ...wait]);
      expect(await knowsProtection()).toBe(true);
      await helm(['uninstall', releaseName, ...inOperatorNamespace, ...wait]);
      const kinds = 'deployments,roles,rolebindings,serviceaccounts,poddisruptionbudgets,networkpolicies';
      const left = await kubectl(['get', kinds, ...inOperatorNamespace, '-o', 'name']);
      expect(left.trim()).toBe('serviceaccount/default');
    },
    3 * minutes,
  );
});

describe('kubectl alone', () => {
  it('installs install.yaml, and finds no difference afterwards', { timeout: 2 * minutes }, async () => {
    // The release has left its CRD.
    await kubectl(['apply', '--server-side', '--force-conflicts', '-f', install]);
    await untilRolledOut();
    expect(await replicas()).toBe('2 2');
    // `kubectl diff` ends with 1 when there is a difference.
    expect(await attemptKubectl(['diff', '--server-side', '-f', install])).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it.each(['deploy/overlays/cluster-wide', 'deploy/overlays/namespaced'])(
    'installs %s, and finds no difference afterwards',
    { timeout: 2 * minutes },
    async (overlay) => {
      const folder = resolve(root, overlay);
      await kubectl(['apply', '--server-side', '-k', folder]);
      await untilRolledOut();
      expect(await attemptKubectl(['diff', '--server-side', '-k', folder])).toMatchObject({ exitCode: 0, stdout: '' });
    },
  );
});
