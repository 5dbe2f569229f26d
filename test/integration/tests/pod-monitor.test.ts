import { resolve } from 'node:path';
import { type ControlPlane, installDefinitions, poll, startControlPlane } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

/** As much of the definition of PodMonitor as the operator needs. */
const podMonitorDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'podmonitors.monitoring.coreos.com' },
  spec: {
    group: 'monitoring.coreos.com',
    scope: 'Namespaced',
    names: { kind: 'PodMonitor', plural: 'podmonitors', singular: 'podmonitor' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

/** Whether a cluster knows a kind concerns every operator in it: this test has a control plane of its own. */
describe('monitoring of an instance whose spec leaves the choice', () => {
  let controlPlane: ControlPlane;
  let operator: RunningOperator | undefined;

  beforeAll(async () => {
    controlPlane = await startControlPlane();
    await installDefinitions(controlPlane, resolve(import.meta.dirname, '../../../crds'));
  });
  afterAll(async () => {
    await operator?.stop();
    await controlPlane.stop();
  });

  async function kubectl(args: readonly string[], stdin?: object): Promise<string> {
    const { exitCode, stdout, stderr } = await controlPlane.kubectl(
      args,
      stdin === undefined ? {} : { stdin: JSON.stringify(stdin) },
    );
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  }

  const get = (...args: readonly string[]) => kubectl(['get', ...args]);
  const annotations = async () =>
    JSON.parse(await get('service', 'watched-vq-node', '-o', 'jsonpath={.metadata.annotations}'));
  const podUids = () => get('pods', '--sort-by=.metadata.name', '-o', 'jsonpath={.items[*].metadata.uid}');
  const until = (what: string, ask: () => Promise<boolean>) =>
    poll({ until: what, timeoutMs: 30_000 }, async () => ((await ask()) ? true : undefined));

  it('takes the well-known annotations while the cluster knows no PodMonitors', async () => {
    operator = await startOperator(['default'], [], controlPlane.kubeconfig);
    await kubectl(['apply', '-f', '-'], sampleSecret());
    await kubectl(['apply', '-f', '-'], sampleInstance('watched'));
    await kubectl(['wait', '--for=condition=Ready', 'ixn/watched', '--timeout=30s']);
    expect(await annotations()).toMatchObject({ 'prometheus.io/scrape': 'true', 'prometheus.io/path': '/metrics' });
  });

  it('follows when PodMonitors appear, without a restart of a pod', async () => {
    const before = await podUids();
    await kubectl(['apply', '-f', '-'], podMonitorDefinition);
    await until('every workload has its PodMonitor', async () => {
      const { stdout } = await controlPlane.kubectl(['get', 'podmonitors', '-o', 'name']);
      return stdout.trim().split('\n').length === 3;
    });
    await until('the annotations are gone', async () => !('prometheus.io/scrape' in (await annotations())));
    const monitor = JSON.parse(await get('podmonitor', 'watched-ixn', '-o', 'json'));
    expect(monitor.spec.podMetricsEndpoints).toEqual([{ port: 'health', path: '/metrics', interval: '30s' }]);
    expect(monitor.metadata.annotations['ixn.operators.dev/connections']).toBe('12');
    expect(await podUids()).toBe(before);
  });

  it('writes nothing new after a restart of the operator that finds PodMonitors', async () => {
    const versions = () =>
      get('podmonitors,services,deployments,statefulsets', '-o', 'jsonpath={.items[*].metadata.resourceVersion}');
    await kubectl(['wait', '--for=condition=Ready', 'ixn/watched', '--timeout=30s']);
    await operator?.stop();
    const before = await versions();
    operator = await startOperator(['default'], [], controlPlane.kubeconfig);
    await until('the instance was looked at', async () =>
      (operator?.log ?? []).some((line) => line.includes('"msg":"instance reconciled"')),
    );
    expect(await versions()).toBe(before);
  });
});
