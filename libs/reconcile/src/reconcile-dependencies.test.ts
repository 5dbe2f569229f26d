import type { DependencyVerdict } from '@ixn/connections';
import { interactionServer, type Overrides } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { annotate, edit } from './edits.testing.ts';
import { conditionsOf, createFakeCluster, type FakeCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

const credentialsSecretRef = { name: 'db' };
const db = { host: 'pg', port: 15_432, credentialsSecretRef };
const confServer = { host: 'conf', port: 18_888, appName: 'ixn' };
const image = { repository: 'ixn/interaction_server', tag: '100.0.007.0400' };

/** An instance that depends on a database and a Config Server. */
const spec = { ixnServer: { image, db, confServer } };
const gated = { ...spec, dependencyChecks: { gateRolloutOn: [16] } };
const newImage = { ...gated, ixnServer: { ...gated.ixnServer, image: { ...image, tag: 'next' } } };

const answers: DependencyVerdict = { reason: 'Answers', message: 'it answers' };
const refused: DependencyVerdict = { reason: 'ConnectionRefused', message: 'the connection is refused' };
const pending: DependencyVerdict = { reason: 'Pending', message: 'no check has been completed yet' };
const rejected: DependencyVerdict = { reason: 'PasswordRejected', message: 'user or password is wrong' };
const allAnswer = { 2: answers, 5: answers, 16: answers };

async function run(cluster: FakeCluster): Promise<readonly string[]> {
  await reconcile(cluster.ref, cluster.ports);
  return cluster.writesSinceLastLook();
}

async function clusterWith(verdicts: Readonly<Record<number, DependencyVerdict>>, overrides: Overrides['spec'] = spec) {
  const cluster = createFakeCluster(interactionServer({ spec: overrides }));
  cluster.setReference('Secret db', { username: 'u', password: 'p' });
  cluster.setVerdicts(verdicts);
  await reconcile(cluster.ref, cluster.ports);
  cluster.roll();
  await run(cluster);
  cluster.eventsSinceLastLook();
  return cluster;
}

/** A row of the status, but for its number and endpoint. */
function rowOf(cluster: FakeCluster, row: number) {
  const entry = cluster.status()?.connections?.find(({ number }) => number === row);
  const { state, reason, message } = entry ?? {};
  return { state, ...(reason !== undefined && { reason }), ...(message !== undefined && { message }) };
}

function conditionOf(cluster: FakeCluster, type: string): string | undefined {
  const condition = cluster.status()?.conditions?.find((candidate) => candidate.type === type);
  return condition && `${condition.status} ${condition.reason}`;
}

function waitingFor(cluster: FakeCluster): readonly string[] {
  return (cluster.status()?.pending?.changes ?? []).map(({ object, waitsFor }) => `${object}: ${waitsFor}`);
}

function workloadsIn(writes: readonly string[]): readonly string[] {
  return writes.filter((write) => /^(create|update) (StatefulSet|Deployment)/.test(write));
}

describe('the checks of dependencies', () => {
  it('are asked for with all that they need of the instance', async () => {
    const cluster = await clusterWith(allAnswer);
    const pod = { uid: 'u', node: 'n', phase: 'Running', reason: undefined, unschedulable: undefined, containers: [] };
    cluster.rollWorkload('ixnServer', {}, [
      { ...pod, name: 'tenant-100-ixn-0', ip: '10.0.0.7', hostIp: '192.0.2.1', ready: true, terminating: false },
      { ...pod, name: 'tenant-100-ixn-1', ready: false, terminating: true },
    ]);
    await run(cluster);
    expect(cluster.lastRequest()).toMatchObject({
      checks: [
        { row: 2, workload: 'ixnNode', kind: 'own-service', service: 'tenant-100-ixn' },
        { row: 5, workload: 'ixnServer', target: { endpoints: [{ host: 'conf', port: 18_888 }] } },
        { row: 16, speaks: { login: { database: 'ixn-100', password: { name: 'db', key: 'password' } } } },
      ],
      intervalMs: 60_000,
      pods: {
        ixnServer: [{ name: 'tenant-100-ixn-0', ip: '10.0.0.7', hostIp: '192.0.2.1', ready: true }],
        ixnNode: [],
        ixnVQNode: [],
      },
    });
  });

  it('are told of another version when a Secret has changed', async () => {
    const cluster = await clusterWith(allAnswer);
    const versionOf = () => {
      const request = cluster.lastRequest();
      return typeof request === 'object' ? request.referencesVersion : undefined;
    };
    const before = versionOf();
    await run(cluster);
    expect(versionOf()).toBe(before);
    cluster.setReference('Secret db', { username: 'u', password: 'new' });
    await run(cluster);
    expect(versionOf()).not.toBe(before);
  });

  it('say in the status how each row stands, and in a condition what is worst', async () => {
    const cluster = await clusterWith({ ...allAnswer, 5: rejected, 16: refused });
    expect(rowOf(cluster, 2)).toEqual({ state: 'Reachable' });
    expect(rowOf(cluster, 5)).toMatchObject({ state: 'AuthenticationFailed', reason: 'PasswordRejected' });
    expect(rowOf(cluster, 16)).toMatchObject({ state: 'Unreachable', message: 'the connection is refused' });
    expect(conditionOf(cluster, 'DependenciesReachable')).toBe('False ConnectionRefused');
    expect(conditionsOf(cluster)).toEqual(['Ready=True Converged']);
  });

  it('tell once when a row begins to fail, and once when it answers again', async () => {
    const cluster = await clusterWith(allAnswer);
    cluster.setVerdicts({ ...allAnswer, 16: refused });
    expect(await run(cluster)).toEqual(['status']);
    expect(cluster.eventsSinceLastLook()).toEqual(['DependencyFailing']);
    expect(await run(cluster)).toEqual([]);
    cluster.setVerdicts(allAnswer);
    expect(await run(cluster)).toEqual(['status']);
    expect(cluster.eventsSinceLastLook()).toEqual(['DependencyRecovered']);
    expect(conditionOf(cluster, 'DependenciesReachable')).toBe('True DependenciesAnswer');
  });

  it('leave the last word standing while an operator that has just started knows nothing yet', async () => {
    const cluster = await clusterWith({ ...allAnswer, 16: refused });
    cluster.setVerdicts({ 2: pending, 5: pending, 16: pending });
    expect(await run(cluster)).toEqual([]);
  });

  it('know nothing of an endpoint that has just changed', async () => {
    const cluster = await clusterWith({ ...allAnswer, 16: refused });
    edit(cluster, { spec: { ixnServer: { ...spec.ixnServer, db: { ...db, host: 'other' } } } });
    cluster.setVerdicts({ ...allAnswer, 16: pending });
    await run(cluster);
    expect(rowOf(cluster, 16)).toEqual({ state: 'NotChecked', reason: 'Pending' });
    expect(conditionOf(cluster, 'DependenciesReachable')).toBe('Unknown Pending');
  });

  it('end where the spec switches them off', async () => {
    const cluster = await clusterWith({ ...allAnswer, 16: refused });
    edit(cluster, { spec: { ...spec, dependencyChecks: { mode: 'Off' } } });
    await run(cluster);
    expect(cluster.lastRequest()).toBe('forgotten');
    expect(rowOf(cluster, 16)).toEqual({ state: 'NotChecked', reason: 'Off' });
    expect(conditionOf(cluster, 'DependenciesReachable')).toBe('Unknown Off');
    expect(await run(cluster)).toEqual([]);
  });

  it('end with the instance', async () => {
    const cluster = await clusterWith(allAnswer);
    cluster.change(({ metadata, ...rest }) => ({
      ...rest,
      metadata: { ...metadata, deletionTimestamp: '2026-03-01T12:00:00Z' },
    }));
    await run(cluster);
    expect(cluster.lastRequest()).toBe('forgotten');
  });

  it('go on, and are told, while everything is paused', async () => {
    const cluster = await clusterWith(allAnswer);
    annotate(cluster, { 'ixn.operators.dev/pause': 'All' });
    await run(cluster);
    cluster.setVerdicts({ ...allAnswer, 16: refused });
    expect(await run(cluster)).toEqual(['status']);
    expect(conditionOf(cluster, 'DependenciesReachable')).toBe('False ConnectionRefused');
  });

  it('go on for an instance whose spec has become invalid, as they were', async () => {
    const cluster = await clusterWith(allAnswer);
    edit(cluster, { spec: { ...spec, tenant: { id: 'no', sid: '100' } } });
    cluster.setVerdicts({ ...allAnswer, 16: refused });
    await run(cluster);
    expect(conditionsOf(cluster)).toEqual(['Ready=False InvalidSpec', 'Stalled=True InvalidSpec']);
    expect(rowOf(cluster, 16)).toMatchObject({ state: 'Unreachable' });
    expect(conditionOf(cluster, 'DependenciesReachable')).toBe('False ConnectionRefused');
  });

  it('keep the status small, however long their messages are', async () => {
    const cluster = await clusterWith({ ...allAnswer, 16: { ...refused, message: 'é'.repeat(500) } });
    expect(rowOf(cluster, 16).message).toBe(`${'é'.repeat(129)}…`);
  });
});

describe('a rollout that waits for a dependency', () => {
  it('restarts nothing that serves before it answers, and says so', async () => {
    const cluster = await clusterWith(allAnswer, gated);
    cluster.setVerdicts({ ...allAnswer, 16: refused });
    edit(cluster, { spec: newImage });
    expect(workloadsIn(await run(cluster))).toEqual([]);
    expect(waitingFor(cluster)).toEqual(['StatefulSet tenant-100-ixn: Dependencies']);
    expect(conditionOf(cluster, 'UpdatePending')).toBe('True WaitingForDependencies');
    expect(conditionsOf(cluster)).toEqual([
      'Ready=Unknown WaitingForDependencies',
      'Reconciling=True WaitingForDependencies',
    ]);
    cluster.setVerdicts(allAnswer);
    expect(workloadsIn(await run(cluster))).toEqual(['update StatefulSet tenant-100-ixn']);
    expect(waitingFor(cluster)).toEqual([]);
  });

  it('makes no first pod before it answers, for however long, and everything else at once', async () => {
    const cluster = createFakeCluster(interactionServer({ spec: gated }));
    cluster.setReference('Secret db', { username: 'u', password: 'p' });
    cluster.setVerdicts({ ...allAnswer, 16: pending });
    const first = await run(cluster);
    expect(workloadsIn(first)).toEqual([]);
    expect(first).toContain('create Service tenant-100-ixn');
    expect(waitingFor(cluster)).toEqual([
      'StatefulSet tenant-100-ixn: Dependencies',
      'Deployment tenant-100-ixn-node: Dependencies',
      'Deployment tenant-100-vq-node: Dependencies',
    ]);
    cluster.wait(3_600_000);
    cluster.setVerdicts({ ...allAnswer, 16: refused });
    await run(cluster);
    expect(conditionsOf(cluster)).toEqual([
      'Ready=Unknown WaitingForDependencies',
      'Reconciling=True WaitingForDependencies',
    ]);
    expect(await run(cluster)).toEqual([]);
    cluster.setVerdicts(allAnswer);
    expect(workloadsIn(await run(cluster))).toHaveLength(3);
  });

  it('makes a workload again that somebody has deleted, whatever answers', async () => {
    const cluster = await clusterWith(allAnswer, gated);
    cluster.removeWorkload('ixnServer');
    cluster.setVerdicts({ ...allAnswer, 16: refused });
    expect(workloadsIn(await run(cluster))).toEqual(['create StatefulSet tenant-100-ixn']);
  });

  it('does not wait where the checks are off', async () => {
    const cluster = createFakeCluster(
      interactionServer({ spec: { ...spec, dependencyChecks: { mode: 'Off', gateRolloutOn: [16] } } }),
    );
    cluster.setReference('Secret db', { username: 'u', password: 'p' });
    cluster.setVerdicts({ 16: refused });
    expect(workloadsIn(await run(cluster))).toHaveLength(3);
  });
});
