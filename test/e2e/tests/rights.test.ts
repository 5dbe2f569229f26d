import { describe, expect, it } from 'vitest';
import { operatorSelector } from '../src/install-operator.ts';
import { leadingOperator, operatorPods } from '../src/operator-pods.ts';
import { applyInstance, newInstance, untilConditions, untilReady } from '../src/instance.ts';
import { eventually, openScene } from '../src/scene.ts';

const scene = openScene();
const { kubectl, facts } = scene;

const logStorage = { mountPath: '/mnt/logs', storageSize: '16Mi' };

/** Requests to the API server by verb, resource and answer, as the operator counts them. */
async function requestsByCode(): Promise<readonly string[]> {
  const { metadata } = await leadingOperator(scene);
  const path = `/api/v1/namespaces/${facts.namespaces.operator}/pods/${metadata?.name}:8080/proxy/metrics`;
  const lines = (await kubectl.run(['get', '--raw', path])).split('\n');
  return lines.filter((line) => line.startsWith('ixn_operator_kube_request_duration_seconds_count{'));
}

describe('the operator, with the rights that the chart gives it', () => {
  it('creates, mends, changes, reports and clears away an instance without a request that is forbidden', async () => {
    const instance = newInstance(scene, 'rights');
    const { name, namespace } = instance;
    await applyInstance(scene, instance, { ixnServer: { logStorage }, ixnVQNode: { replicas: 2 } });
    await untilReady(scene, instance);
    await kubectl.run(['delete', 'service', `${name}-vq-node`, '-n', namespace]);
    await eventually('the deleted Service is back', () => kubectl.get('service', `${name}-vq-node`, namespace));
    await applyInstance(scene, instance, { ixnServer: { logStorage }, ixnVQNode: { replicas: 1 } });
    await untilReady(scene, instance);
    const rival = { ...instance, name: 'rights-rival' };
    await applyInstance(scene, rival);
    await untilConditions(scene, rival, 'is stalled', ({ Stalled }) => Stalled?.reason === 'TenantConflict');
    for (const each of [rival.name, name]) await kubectl.run(['delete', 'interactionserver', each, '-n', namespace]);
    await eventually('the children are gone', async () => {
      const left = await kubectl.list('statefulsets,deployments', namespace, `app.kubernetes.io/instance=${name}`);
      return left.length === 0 ? true : undefined;
    });
    const requests = await requestsByCode();
    expect(requests.join('\n')).toContain('verb="apply",resource="statefulsets');
    expect(requests.filter((line) => /code="(401|403)"/.test(line))).toEqual([]);
    const log = await kubectl.run(['logs', '-n', facts.namespaces.operator, '-l', operatorSelector, '--tail=-1']);
    expect(log.split('\n').filter((line) => /forbidden/i.test(line))).toEqual([]);
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
    const { spec } = await leadingOperator(scene);
    const user = `system:serviceaccount:${facts.namespaces.operator}:${spec?.serviceAccountName}`;
    const question = ['auth', 'can-i', verb, resource, '--subresource', subresource, '--as', user];
    const { stdout } = await kubectl.attempt([...question, '-n', facts.namespaces.instances]);
    expect(stdout.trim()).toBe('no');
  });
});
