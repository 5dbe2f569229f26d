import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNamespace, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

// Pod security admission is the API server's own: it refuses pods, and warns of workloads whose pods it would refuse.

describe('a namespace that enforces the restricted pod security standard', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('restricted');
    const modes = ['enforce', 'warn', 'audit'].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`);
    const { exitCode, stderr } = await namespace.kubectl(['label', 'namespace', namespace.name, ...modes]);
    if (exitCode !== 0) throw new Error(stderr);
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
  });
  afterAll(() => operator.stop());

  /** The sample with all that adds containers and volumes. */
  function securedInstance(name: string, platform: 'Kubernetes' | 'OpenShift') {
    const sample = sampleInstance(name);
    const ixnServer = {
      ...sample.spec.ixnServer,
      logStorage: { storageSize: '1Gi' },
      logSidecar: { image: { repository: 'fluent/fluent-bit', tag: '3.1.0' } },
    };
    return { ...sample, spec: { ...sample.spec, platform, ixnServer } };
  }

  /** What the API server warns of when it looks at the workloads of an instance once more. */
  async function warnings(instance: string): Promise<string> {
    const look = ['annotate', 'example.com/looked-at=yes', '--dry-run=server', '--overwrite'];
    const which = ['statefulsets,deployments', '--selector', `app.kubernetes.io/instance=${instance}`];
    const { stdout, stderr } = await namespace.kubectl([...look.slice(0, 1), ...which, ...look.slice(1)]);
    expect(stdout.trim().split('\n')).toHaveLength(3);
    return stderr;
  }

  it.each(['Kubernetes', 'OpenShift'] as const)(
    'takes every pod of an instance on %s without a word',
    async (platform) => {
      const name = platform.toLowerCase();
      await namespace.apply(securedInstance(name, platform));
      await untilReady(namespace, name);
      expect(await namespace.list('pods', `app.kubernetes.io/instance=${name}`)).toHaveLength(4);
      expect(await warnings(name)).toBe('');
      const denied = (await namespace.list('events')).filter((event) => event['reason'] === 'FailedCreate');
      expect(denied).toEqual([]);
    },
  );

  it('sees the fixed ids of the vendor on Kubernetes, and none on OpenShift', async () => {
    const contexts = async (instance: string) =>
      (await namespace.list('pods', `app.kubernetes.io/instance=${instance}`)).flatMap(({ spec }) =>
        [spec, ...spec.containers, ...(spec.initContainers ?? [])].map(({ securityContext }) => securityContext ?? {}),
      );
    for (const context of await contexts('openshift')) {
      expect(context).not.toHaveProperty('runAsUser');
      expect(context).not.toHaveProperty('fsGroup');
    }
    const own = (await contexts('kubernetes')).filter((context) => 'runAsUser' in context);
    expect(own).toHaveLength(4);
    for (const context of own) expect(context).toMatchObject({ runAsUser: 500, runAsGroup: 500, fsGroup: 500 });
  });

  it('refuses the pods of a podTemplate that asks for more, and the instance says so', async () => {
    const instance = securedInstance('daring', 'Kubernetes');
    instance.spec.ixnNode.podTemplate = { spec: { hostNetwork: true } };
    await namespace.apply(instance);
    const trouble = await untilInstance(
      namespace,
      'daring',
      'tells of the refused pods',
      ({ IxnNodeReady }) => IxnNodeReady?.reason === 'PodCreationFailed',
    );
    expect(conditionsOf(trouble)['IxnNodeReady']?.message).toContain('violates PodSecurity "restricted:latest"');
    expect(await warnings('daring')).toContain('would violate PodSecurity "restricted:latest": host namespaces');
  });
});
