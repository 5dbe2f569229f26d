import { isDeepStrictEqual } from 'node:util';
import { workloads } from '@ixn/connections';
import { apiVersion } from '@ixn/interaction-server';
import type { KubeObject } from '@ixn/kube-client';
import { planLive, withLiveCluster } from '@ixn/operator';
import type { Plan, PlannedObject } from '@ixn/plan';
import { KubeConfig } from '@kubernetes/client-node';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { auditChanges, type Outcome, sorted } from '../src/audited-changes.ts';
import { createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { changeSpec, type SpecChange, specChange } from '../src/random-changes.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

/** The same changes in every run; another number gives others. */
const seed = 20_261_123;

/** How many of them; all 50 take some minutes. */
const count = Number(process.env['PLAN_CHANGES'] ?? 10);

const changes = fc.sample(specChange, { numRuns: count, seed });

/** What no plan may tell, as it is or as a Secret holds it. */
const secret = 'nobody-is-to-read-this';
const secretText = new RegExp(`${secret}|${Buffer.from(secret).toString('base64')}`);

const components = { ixnServer: 'ixn-server', ixnNode: 'ixn-node', ixnVQNode: 'vq-node' } as const;

type Instance = KubeObject & { readonly spec: Readonly<Record<string, unknown>> };

describe(`${count} plans for random changes (seed ${seed})`, () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;
  let instance: Instance;
  const plans: Plan[] = [];

  beforeAll(async () => {
    namespace = await createNamespace('plan');
    operator = await startOperator([namespace.name]);
    await namespace.apply({ ...sampleSecret(), stringData: { username: 'ixn', password: secret } });
    const sample = sampleInstance('planned');
    instance = { ...sample, metadata: { name: 'planned', namespace: namespace.name } };
  });
  afterAll(() => operator.stop());

  it('say before a resource is there what the audit log shows when it is made', async () => {
    expect(await planAndMake(namespace, instance)).toMatchObject({ taken: true });
  }, 60_000);

  it.each(changes.map((change, index) => [index + 1, pathsOf(change), change] as const))(
    'say what the audit log shows after change %i, of %s',
    async (_number, _paths, change) => {
      const changed = { ...instance, spec: changeSpec(instance.spec, change) };
      const { plan, taken } = await planAndMake(namespace, changed);
      plans.push(plan);
      // A refused template would keep all further changes back.
      if (taken && plan.blocked.length === 0) instance = changed;
      else if (taken) await planAndMake(namespace, instance);
    },
    60_000,
  );

  it('have had something of everything', () => {
    const actions = plans.flatMap(({ objects }) => objects.map(({ action }) => action));
    expect(new Set(actions)).toEqual(new Set(['create', 'change', 'delete']));
    expect(plans.flatMap(({ restarts }) => restarts.map(({ waitsFor }) => waitsFor))).toContain('ixnServer');
    expect(plans.some(({ objects }) => objects.every(({ action }) => action === 'change'))).toBe(true);
  });
});

function pathsOf(change: SpecChange): string {
  return change.map(({ path, value }) => (path === 'updatePolicy' ? JSON.stringify(value) : path)).join(', ');
}

/** Plans a resource, stores it, and expects of the cluster what the plan said. Whether the API server has taken it. */
async function planAndMake(
  namespace: TestNamespace,
  instance: Instance,
): Promise<{ readonly plan: Plan; readonly taken: boolean }> {
  const plan = await planFor(namespace, instance);
  expect(JSON.stringify(plan)).not.toMatch(secretText);
  const expected = expectedOutcome(plan);
  const audited = await auditChanges(namespace);
  const taken = await store(namespace, instance);
  expect(taken || plan.blocked.length > 0).toBe(true);
  await eventually(
    'the audit log shows what was planned',
    async () => isDeepStrictEqual(await audited.soFar(), expected) || undefined,
  ).catch(() => undefined);
  await untilAtRest(namespace);
  expect(await audited.soFar()).toEqual(expected);
  return { plan, taken };
}

async function planFor(namespace: TestNamespace, instance: Instance): Promise<Plan> {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(inject('controlPlane').kubeconfig);
  const options = { kubeConfig, userAgent: 'plan-test', namespaces: [namespace.name] };
  const use: Parameters<typeof withLiveCluster<Plan>>[1] = (cluster) => planLive(instance, cluster, Date.now());
  const result = await withLiveCluster(options, use, AbortSignal.timeout(20_000));
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** What a plan says that comes without anybody's word and without a window. */
function expectedOutcome({ objects, restarts }: Plan): Outcome {
  const namesOf = (action: PlannedObject['action']) =>
    sorted(
      objects
        .filter((object) => object.action === action && object.problem === undefined)
        .filter((object) => comesByItself(object) || object.partNow === true)
        .map(({ kind, name }) => `${kind} ${name}`),
    );
  return {
    created: namesOf('create'),
    changed: namesOf('change'),
    deleted: namesOf('delete'),
    restarted: sorted(restarts.filter(comesByItself).map(({ workload }) => components[workload])),
  };
}

function comesByItself({ waitsFor }: Pick<PlannedObject, 'waitsFor'>): boolean {
  return waitsFor === undefined || isWorkload(waitsFor);
}

function isWorkload(text: string): boolean {
  return workloads.some((workload) => workload === text);
}

/** Stores a resource as it is given, as `kubectl replace` would; false when the API server refuses it. */
async function store(namespace: TestNamespace, instance: Instance): Promise<boolean> {
  const { name } = instance.metadata;
  const live = await namespace.get('interactionservers', name);
  const path = `/apis/${apiVersion}/namespaces/${namespace.name}/interactionservers`;
  const answer =
    live === undefined
      ? await namespace.request({ method: 'POST', path, body: instance })
      : await namespace.request({
          method: 'PATCH',
          path: `${path}/${name}`,
          contentType: 'application/json-patch+json',
          body: [{ op: 'replace', path: '/spec', value: instance.spec }],
        });
  if (answer.status >= 500) throw new Error(JSON.stringify(answer.body));
  return answer.status < 300;
}

/** Waits until the operator has seen the resource and every workload has the pods that its own spec says. */
async function untilAtRest(namespace: TestNamespace): Promise<void> {
  await eventually('everything is at rest', async () => {
    const [instance] = await namespace.list('interactionservers');
    const pending: readonly { readonly waitsFor: string }[] = instance?.['status']?.pending?.changes ?? [];
    const seen = instance?.['status']?.observedGeneration === instance?.metadata.generation;
    if (!seen || pending.some(({ waitsFor }) => isWorkload(waitsFor))) return undefined;
    const found = [...(await namespace.list('statefulsets')), ...(await namespace.list('deployments'))];
    const rolledOut = found.every(({ metadata, spec, status = {} }) => {
      const { observedGeneration, replicas = 0, updatedReplicas = 0, readyReplicas = 0 } = status;
      const counts = [replicas, updatedReplicas, readyReplicas];
      return observedGeneration === metadata.generation && counts.every((pods) => pods === spec.replicas);
    });
    const wanted = found.reduce((sum, { spec }) => sum + spec.replicas, 0);
    const pods = await namespace.list('pods');
    return (rolledOut && pods.length === wanted) || undefined;
  });
}
