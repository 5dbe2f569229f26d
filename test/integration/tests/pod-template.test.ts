import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyObject, createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

/** A bit of everything that people lay over pods. */
const podTemplate = {
  metadata: { labels: { team: 'voice' }, annotations: { 'example.com/cost-centre': '4711' } },
  spec: {
    priorityClassName: 'system-cluster-critical',
    nodeSelector: { 'kubernetes.io/hostname': 'node-b' },
    tolerations: [{ key: 'voice', operator: 'Exists', effect: 'NoSchedule' }],
    containers: [
      {
        name: 'ixn-node',
        env: [{ name: 'TZ', value: 'Europe/Berlin' }],
        readinessProbe: { periodSeconds: 9 },
        volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
      },
      { name: 'helper', image: 'registry.example.com/helper:1', args: ['--quiet'] },
    ],
    volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1Gi' } }],
  },
};

describe('a podTemplate', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;
  let plain: AnyObject | undefined;

  beforeAll(async () => {
    namespace = await createNamespace('pod-template');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('custom'));
    await untilReady(namespace, 'custom');
    plain = await namespace.get('deployments', 'custom-ixn-node');
  });
  afterAll(() => operator.stop());

  const patchSpec = (spec: object) => namespace.patch('interactionservers', 'custom', { spec });
  const templateOf = async (name: string) => (await namespace.get('deployments', name))?.['spec'].template;

  /** What the API server would make of the Deployment if kubectl patched it; nothing is written. */
  async function patchedByKubectl(patch: object): Promise<unknown> {
    const strategic = ['--type=strategic', '--patch', JSON.stringify({ spec: { template: patch } })];
    const flags = ['--dry-run=server', '--output=json'];
    const { stdout } = await namespace.kubectl(['patch', 'deployment', 'custom-ixn-node', ...strategic, ...flags]);
    return JSON.parse(stdout).spec.template;
  }

  it('changes the pods as kubectl patch would, and they run', async () => {
    const expected = await patchedByKubectl(podTemplate);
    await patchSpec({ ixnNode: { podTemplate } });
    await untilReady(namespace, 'custom');
    expect(await templateOf('custom-ixn-node')).toEqual(expected);

    const selector = 'app.kubernetes.io/instance=custom,app.kubernetes.io/component=ixn-node';
    const pods = (await namespace.list('pods', selector)).filter((pod) => !pod.metadata.deletionTimestamp);
    expect(pods).toHaveLength(1);
    const [pod] = pods;
    expect(pod?.metadata).toMatchObject(podTemplate.metadata);
    expect(pod?.['status']).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true }, { ready: true }] });
    expect(pod?.['spec']).toMatchObject({ nodeName: 'node-b', priorityClassName: 'system-cluster-critical' });
    expect(pod?.['spec'].containers).toHaveLength(2);
  });

  it('leaves alone what somebody else sets in the same template', async () => {
    const hostAliases = [{ ip: '10.1.2.3', hostnames: ['confserv'] }];
    await namespace.patch('deployments', 'custom-ixn-node', { spec: { template: { spec: { hostAliases } } } });
    await patchSpec({ ixnNode: { podTemplate: { metadata: { labels: { team: 'chat' } } } } });
    await eventually('the template has the new label', async () =>
      (await templateOf('custom-ixn-node')).metadata.labels.team === 'chat' ? true : undefined,
    );
    expect((await templateOf('custom-ixn-node')).spec).toMatchObject({
      hostAliases,
      priorityClassName: 'system-cluster-critical',
    });
    await namespace.patch('deployments', 'custom-ixn-node', { spec: { template: { spec: { hostAliases: null } } } });
    await untilReady(namespace, 'custom');
  });

  it('is gone from the pods when it is taken away', async () => {
    await patchSpec({ ixnNode: { podTemplate: null } });
    await eventually('the template is as it was', async () => {
      const template = await templateOf('custom-ixn-node');
      return template.spec.priorityClassName === undefined ? true : undefined;
    });
    expect(await templateOf('custom-ixn-node')).toEqual(plain?.['spec'].template);
    await untilReady(namespace, 'custom');
  });

  it.each([
    [
      'a container without an image',
      { spec: { containers: [{ name: 'helper' }] } },
      'spec.template.spec.containers[0].image: Required value',
    ],
    [
      'a container without a name',
      { spec: { containers: [{ image: 'helper:1' }] } },
      'spec.template.spec.containers[0].name: Required value',
    ],
    [
      'a negative number',
      { spec: { containers: [{ name: 'ixn-node', readinessProbe: { periodSeconds: -1 } }] } },
      'readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      'a text where a list belongs',
      { spec: { tolerations: 'all' } },
      '.spec.template.spec.tolerations: expected list, got &{all}',
    ],
    [
      'a field that nobody knows',
      { spec: { priorityClass: 'high' } },
      '.spec.template.spec.priorityClass: field not declared in schema',
    ],
  ])('that has %s is refused in the words of the API server, and nothing is written', async (_what, wrong, words) => {
    const before = await versionsAtRest(namespace, 'custom');
    expect(before.length).toBeGreaterThan(10);
    // Another workload changes too: it must not go ahead alone.
    await patchSpec({ ixnServer: { terminationGracePeriodSeconds: 60 }, ixnNode: { podTemplate: wrong } });
    const instance = await untilInstance(
      namespace,
      'custom',
      'is refused',
      ({ Stalled }) => Stalled?.reason === 'ApplyRefused',
    );
    const { Ready, Stalled, Reconciling } = conditionsOf(instance);
    expect(Stalled?.message).toContain('Deployment custom-ixn-node: ');
    expect(Stalled?.message).toContain(words);
    expect(Ready).toMatchObject({ status: 'False', reason: 'ApplyRefused' });
    expect(Reconciling).toBeUndefined();
    expect(await versionsOfChildren(namespace, 'custom')).toEqual(before);

    await patchSpec({ ixnServer: { terminationGracePeriodSeconds: null }, ixnNode: { podTemplate: null } });
    const mended = await untilReady(namespace, 'custom');
    expect(conditionsOf(mended)).not.toHaveProperty('Stalled');
    expect(await versionsOfChildren(namespace, 'custom')).toEqual(before);
  });

  it('goes on with everything that waited when the podTemplate is mended', async () => {
    const wrong = { spec: { containers: [{ name: 'helper' }] } };
    await patchSpec({ ixnServer: { terminationGracePeriodSeconds: 60 }, ixnNode: { podTemplate: wrong } });
    await untilInstance(namespace, 'custom', 'is refused', ({ Stalled }) => Stalled?.reason === 'ApplyRefused');
    const mended = { spec: { containers: [{ name: 'helper', image: 'helper:1' }] } };
    await patchSpec({ ixnNode: { podTemplate: mended } });
    await untilReady(namespace, 'custom');
    expect((await templateOf('custom-ixn-node')).spec.containers).toHaveLength(2);
    const statefulSet = await namespace.get('statefulsets', 'custom-ixn');
    expect(statefulSet?.['spec'].template.spec.terminationGracePeriodSeconds).toBe(60);
  });

  it('is not blamed when somebody else has taken the name of its workload', async () => {
    const labels = { app: 'theirs' };
    const pod = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app:1' }] } };
    const spec = { replicas: 0, selector: { matchLabels: labels }, template: pod };
    await namespace.apply({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'taken-ixn-node' }, spec });
    const instance = sampleInstance('taken');
    instance.spec.ixnNode.podTemplate = podTemplate;
    await namespace.apply(instance);
    const stalled = await untilInstance(namespace, 'taken', 'is Stalled', ({ Stalled }) => Stalled !== undefined);
    expect(conditionsOf(stalled)['Stalled']).toMatchObject({ reason: 'ObjectConflict' });
    await namespace.delete('deployments', 'taken-ixn-node');
    await untilReady(namespace, 'taken', 40_000);
  }, 60_000);
});

/** Every child of an instance with its resource version, which moves with each write. */
async function versionsOfChildren(namespace: TestNamespace, instance: string): Promise<readonly string[]> {
  const kinds = 'serviceaccounts,configmaps,services,statefulsets,deployments,networkpolicies,persistentvolumeclaims';
  const selector = `app.kubernetes.io/instance=${instance}`;
  const { stdout } = await namespace.kubectl(['get', kinds, '--selector', selector, '--output=json']);
  const { items }: { readonly items: readonly AnyObject[] } = JSON.parse(stdout);
  return items.map(({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.resourceVersion}`).toSorted();
}

/** The same once it no longer moves: the status of a Deployment is still written when its pods are ready. */
async function versionsAtRest(namespace: TestNamespace, instance: string): Promise<readonly string[]> {
  const looks: string[] = [];
  return eventually(`the children of ${instance} are at rest`, async () => {
    const versions = await versionsOfChildren(namespace, instance);
    looks.push(versions.join());
    return looks.length > 2 && new Set(looks.slice(-3)).size === 1 ? versions : undefined;
  });
}
