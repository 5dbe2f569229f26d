import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditSoFar, operatorUser } from '../src/audit/operator-requests.ts';
import { unusedRights } from '../src/audit/rights-audit.ts';
import { rightsTable } from '../src/audit/rights-table.ts';
import { addUnwanted, type Child, oneOfEachKind, takeLabelOff } from '../src/children.ts';
import { countedRefusals } from '../src/counted-refusals.ts';
import { holdStatefulSetController } from '../src/held-pods.ts';
import { applyInstance, newInstance, podsOf } from '../src/instance.ts';
import { startOperatorBeside } from '../src/operator-beside.ts';
import { leader, scaleOperator, untilOperatorsReady } from '../src/operator.ts';
import { operatorPods } from '../src/operator-pods.ts';
import { makeOwnedWithoutRightToFinalizers } from '../src/owner-references.ts';
import { applyEveryKind, forgetPodMonitors, knowPodMonitors, meetForeignJob } from '../src/rights-scene.ts';
import { eventually, openScene } from '../src/scene.ts';

const scene = openScene();
const { kubectl, facts } = scene;
const namespace = facts.namespaces.instances;
const user = operatorUser(facts);
let madeDefinition = false;

beforeAll(async () => {
  await untilOperatorsReady(scene);
  madeDefinition = await knowPodMonitors(scene);
});

afterAll(async () => {
  if (madeDefinition) await forgetPodMonitors(scene);
});

/** What is wrong with the rights; without an audit log only requests that were refused can be known. */
async function auditOrCount() {
  const { auditLog } = facts;
  if (auditLog === null) return { forbidden: await countedRefusals(scene), unlisted: [], unused: [] };
  const audit = await auditSoFar(auditLog, facts);
  console.log(rightsTable(audit));
  return { forbidden: audit.forbidden, unlisted: audit.unlisted, unused: unusedRights(audit) };
}

/** An event as the events.k8s.io API has it. */
interface KubernetesEvent {
  readonly reportingController: string;
  readonly series?: { readonly count: number };
}

describe('the operator, with the rights that it is installed with', () => {
  const names = ['rights', 'rights-db'] as const;
  let children: readonly Child[];

  it('makes objects of every kind, puts back what others change, and takes away what nobody wants', async () => {
    await applyEveryKind(scene, names);
    children = await oneOfEachKind(scene, names);
    // Those two are never changed, only replaced.
    const mendable = children.filter(({ kind }) => kind !== 'Job' && kind !== 'ControllerRevision');
    await Promise.all(mendable.map((child) => takeLabelOff(scene, child)));
    await Promise.all(mendable.map((child) => addUnwanted(scene, child)));
    expect(mendable.length).toBeGreaterThan(8);
  });

  it('replaces a Job when a password changes, and finds out whose one is that has the name of the next', async () => {
    const job = children.find(({ kind }) => kind === 'Job');
    if (job === undefined) throw new Error('there is no Job');
    expect(await meetForeignJob(scene, job, 'rights-db')).toContain(job.metadata.name);
  });

  it('counts on when an event repeats itself', async () => {
    const service = children.find(({ kind }) => kind === 'Service');
    if (service === undefined) throw new Error('there is no Service');
    await takeLabelOff(scene, service);
    const counted = await eventually('an event has a count', async () => {
      const events = await kubectl.list<KubernetesEvent>('events.events.k8s.io', namespace);
      return events.find(({ series }) => (series?.count ?? 0) > 1);
    });
    expect(counted.reportingController).toContain('interaction-server-operator');
  });

  it('lists in pages where the API server streams no lists', async () => {
    const standby = await startOperatorBeside(scene, ['--leader-elect'], { streamedLists: false });
    expect(await standby.untilLogged('standing by')).toContain('"lease"');
    await standby.stop();
  });

  it('deletes a broken pod that a StatefulSet would keep for ever, where Kubernetes is of such a version', async () => {
    const instance = newInstance(scene, 'rights-stuck');
    const { repository } = facts.standIn;
    await applyInstance(scene, instance, { ixnServer: { image: { repository, tag: 'does-not-exist' } } });
    const pod = await eventually('IXN has a pod', async () => (await podsOf(scene, instance, 'ixnServer'))[0]);
    await scaleOperator(scene, 0);
    // With none there, the next one has to make it.
    await kubectl.run(['delete', 'leases', '--all', '-n', facts.namespaces.operator]);
    const letGo = await holdStatefulSetController(scene, pod.metadata?.name ?? '');
    const operator = await startOperatorBeside(scene, [], { serverVersion: 'v1.35.2' });
    try {
      await applyInstance(scene, instance);
      const other = await eventually('IXN has another pod', async () => {
        const [next] = await podsOf(scene, instance, 'ixnServer');
        return next?.metadata?.uid === pod.metadata?.uid ? undefined : next;
      });
      expect(other.metadata?.name).toBe(pod.metadata?.name);
    } finally {
      await operator.stop();
      await letGo();
      await scaleOperator(scene, 2);
    }
    await leader(scene);
  });

  it('needs the right on finalizers of instances where owner references are guarded', async () => {
    const said = await makeOwnedWithoutRightToFinalizers(kubectl, namespace);
    // Not every cluster of others guards them.
    expect(said).toMatch(facts.auditLog === null ? /./ : /cannot set blockOwnerDeletion/);
  });

  it('clears away an instance with all that it is made of', async () => {
    await kubectl.run(['delete', 'interactionservers', ...names, 'rights-stuck', '-n', namespace]);
    const left = async () =>
      (await Promise.all(children.map(({ kind, metadata }) => kubectl.get<Child>(kind, metadata.name, namespace))))
        .filter((child) => child !== undefined)
        .map(({ kind }) => kind);
    await expect.poll(left, { timeout: 60_000 }).toEqual([]);
  });

  it('was refused nothing, and has used each right', async () => {
    expect(await auditOrCount()).toEqual({ forbidden: [], unlisted: [], unused: [] });
  });

  it('runs unprivileged, and was never restarted', async () => {
    const pods = await operatorPods(scene);
    expect(pods).toHaveLength(2);
    for (const { spec, status } of pods) {
      expect(spec?.securityContext?.runAsNonRoot).toBe(true);
      expect(status?.containerStatuses).toMatchObject([{ restartCount: 0, ready: true }]);
    }
  });

  it.each([
    ['create', 'secrets', ''],
    ['create', 'pods', ''],
    ['create', 'pods', 'exec'],
    ['create', 'serviceaccounts', 'token'],
    ['delete', 'interactionservers.ixn.operators.dev', ''],
    ['patch', 'clusterroles.rbac.authorization.k8s.io', ''],
    ['delete', 'namespaces', ''],
  ])('may not %s %s %s', async (verb, resource, subresource) => {
    const question = ['auth', 'can-i', verb, resource, '--subresource', subresource, '--as', user];
    const { stdout } = await kubectl.attempt([...question, '-n', namespace]);
    expect(stdout.trim()).toBe('no');
  });
});
