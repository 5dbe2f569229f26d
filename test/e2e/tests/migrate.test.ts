import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1PersistentVolume, V1Pod, V1StatefulSet } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dial, startPod, type TestPod } from '../src/client-pod.ts';
import { type Guide, openGuide } from '../src/guide.ts';
import { createHelm } from '../src/helm.ts';
import { type Instance, podSelector, untilConditions, untilReady } from '../src/instance.ts';
import { findOverlaps } from '../src/overlaps.ts';
import { type OutsideServices, startOutsideServices } from '../src/outside-services.ts';
import { type PodEvent, type PodWatch, watchPods } from '../src/pod-watch.ts';
import { tooEarly } from '../src/presence.ts';
import { eventually, openScene } from '../src/scene.ts';
import { logFiles, plantLog, plantRows, presences, type Rows, rowsOf, watchSessions } from '../src/tenant-data.ts';
import {
  copyOverrides,
  fillIn,
  installRelease,
  type PipelineVariables,
  prepareRelease,
  release,
} from '../src/vendor-release.ts';

const scene = openScene();
const { kubectl, facts } = scene;
const namespace = facts.namespaces.instances;
const instance: Instance = { name: 'tenant-100', namespace, tenantId: release.tenantId };
const formerIxn = { namespace, pod: release.pod };
const newIxn = { namespace, pod: 'tenant-100-ixn-0' };
const resourceFile = 'tenant-100.yaml';

let outside: OutsideServices;
let known: PipelineVariables;
let guide: Guide;
let pods: PodWatch;
let sessions: { stop(): Promise<number> };
let neighbour: TestPod;
let plantedLog: string;
let formerLog: string;
/** The rows at the moment when nobody was at work on the databases. */
let rows: readonly Rows[];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ixn-e2e-migrate-'));
  outside = await startOutsideServices(scene);
  known = await prepareRelease(scene, outside);
  await installRelease(scene, { known, folder, claimOf: 'StatefulSet' });
  copyOverrides(folder);
  const own = { NAMESPACE: namespace };
  guide = await openGuide({ page: 'docs/migrate-from-helm.md', folder, facts, own, environment: known });
  pods = await watchPods(facts, namespace, '');
  sessions = watchSessions(outside.postgres);
  neighbour = await startPod(scene, { namespace: facts.namespaces.neighbours, name: 'old-gws', args: ['sleep'] });
  await untilAtWork(release.pod);
  await plantRows(outside.postgres);
  plantedLog = await plantLog(scene, formerIxn, 'planted.log');
});

afterAll(async () => {
  await kubectl.attempt(['delete', 'interactionserver', instance.name, '-n', namespace, '--ignore-not-found']);
  await createHelm(facts)(['uninstall', release.name, '--namespace', namespace, '--ignore-not-found']);
  await removeVolumes();
  await outside.stop();
  rmSync(guide.folder, { recursive: true });
});

/** The volumes were told to stay. */
async function removeVolumes(): Promise<void> {
  const claims = ['tenant-100-ixn-logs', 'log-pvc-ixn-100-sts-0', 'ixn-100-log'];
  await kubectl.run(['delete', 'pvc', ...claims, '-n', namespace, '--ignore-not-found', '--wait=false']);
  const volumes = await kubectl.list<V1PersistentVolume>('persistentvolumes', namespace);
  const patch = JSON.stringify({ spec: { persistentVolumeReclaimPolicy: 'Delete' } });
  for (const { metadata, spec } of volumes) {
    const { namespace: home, name = '' } = spec?.claimRef ?? {};
    const isOurs = home === namespace && claims.includes(name);
    if (isOurs) await kubectl.run(['patch', 'pv', metadata?.name ?? '', '-p', patch]);
  }
}

/** Waits until the IXN in this pod has noted at least twice in its database that it is at work, later than `sinceMs`. */
async function untilAtWork(pod: string, sinceMs = 0): Promise<void> {
  await eventually(`IXN of ${pod} is at work on its database`, async () => {
    const all = await presences(outside.postgres);
    return all.some((each) => each.pod === pod && each.fromMs > sinceMs && each.toMs > each.fromMs) ? true : undefined;
  });
}

/** Stops the release by the guide, and notes what is in its databases while nobody is at work on them. */
async function stopRelease(): Promise<void> {
  formerLog = (await logFiles(scene, formerIxn))[`${release.pod}.log`] ?? '';
  await guide.follow('4. Stop the release');
  rows = await rowsOf(outside.postgres);
}

/** The events of pods that run this workload, of the release, whose one pod has both, or of the operator. */
function eventsOf(component: 'ixn-server' | 'ixn-node'): readonly PodEvent[] {
  return pods.events.filter(({ object: { metadata } }) => {
    const { 'app.kubernetes.io/component': ours, 'app.kubernetes.io/instance': owner } = metadata?.labels ?? {};
    return metadata?.name === release.pod || (ours === component && owner === instance.name);
  });
}

/** Where IXN or IXN Node ran twice, by what Kubernetes saw and by what the database did; empty where they never did. */
async function ranTwice(): Promise<readonly string[]> {
  const early = tooEarly(await presences(outside.postgres));
  return [
    ...findOverlaps(eventsOf('ixn-server')),
    ...findOverlaps(eventsOf('ixn-node')),
    ...early.map(({ pod }) => `${pod} began on the database before another had ended`),
  ];
}

async function expectNothingLost(): Promise<void> {
  expect(await rowsOf(outside.postgres, rows)).toEqual(rows);
}

/** How long the tenant was without IXN when the last one began, by the clock of the database. */
async function outageMs(): Promise<number> {
  const all = await presences(outside.postgres);
  return (all.at(-1)?.fromMs ?? 0) - (all.at(-2)?.toMs ?? 0);
}

describe('before the switch', () => {
  it('the values that the release was made of become a resource that the cluster takes', async () => {
    await guide.follow('1. Write the resource');
    const path = join(guide.folder, resourceFile);
    expect(readFileSync(path, 'utf8').match(/FILL-IN/g)).toHaveLength(2);
    expect(readFileSync(path, 'utf8')).not.toContain(known['IXN_DB_PASSWORD']);
    fillIn(path, known);
    expect(await guide.follow('Look at what would be made')).toContain(instance.name);
  });

  it('the operator makes nothing for the tenant while the IXN of the release runs that it was shown', async () => {
    await guide.follow('2. Keep the volume');
    await guide.follow('3. Show the old IXN to the operator');
    const [resource] = parseAllDocuments(readFileSync(join(guide.folder, resourceFile), 'utf8'));
    await kubectl.run(['apply', '-n', namespace, '-f', '-'], String(resource));
    const waits = 'waits for the IXN of the release';
    const { Ready } = await untilConditions(scene, instance, waits, (all) => all['Ready']?.status === 'Unknown');
    expect(Ready).toMatchObject({ reason: 'WaitingForPredecessor', message: expect.stringContaining(release.pod) });
    expect(await kubectl.get<V1StatefulSet>('statefulset', 'tenant-100-ixn', namespace)).toBeUndefined();
    await kubectl.run(['delete', 'interactionserver', instance.name, '-n', namespace]);
  });
});

describe('the switch', () => {
  it('takes the steps of the guide until the instance is Ready', async () => {
    await stopRelease();
    await guide.follow('5. Hand the volume over');
    await guide.follow('6. Start the instance');
    await untilReady(scene, instance);
    await untilAtWork(newIxn.pod);
    expect((await presences(outside.postgres)).at(-1)?.pod).toBe(newIxn.pod);
    console.log(`the tenant was without IXN for ${await outageMs()} ms`);
  });

  it('loses no row of either database, and has new ones written', async () => {
    await expectNothingLost();
    const since = rows.map(({ count }) => count);
    const now = (await rowsOf(outside.postgres)).map(({ count }) => count);
    expect(now.map((count, index) => count > (since[index] ?? 0))).toEqual([true, true]);
  });

  it('has the files of the volume where they were, and new ones beside them', async () => {
    const files = await logFiles(scene, newIxn);
    expect(files['planted.log']).toBe(plantedLog);
    expect(files[`${release.pod}.log`]?.startsWith(formerLog)).toBe(true);
    expect(formerLog).toContain('"event":"listening"');
    expect(files[`${newIxn.pod}.log`]).toContain('"event":"listening"');
  });

  it('never runs IXN twice', async () => {
    const seen = new Set(eventsOf('ixn-server').map(({ object }) => object.metadata?.name));
    expect(seen).toEqual(new Set([release.pod, newIxn.pod]));
    expect(await ranTwice()).toEqual([]);
  });

  it('is found by neighbours under the old names', async () => {
    await guide.follow('7. Keep the names that neighbours know');
    const greeted = async (name: string, port: number) =>
      (await dial(scene, neighbour, [`${name}.${namespace}.svc.cluster.local`, port])).reached;
    const [vqNode] = await kubectl.list<V1Pod>('pods', namespace, podSelector(instance, 'ixnVQNode'));
    await eventually('the names are known', () => greeted('ixn-100-vqnode', release.ports.ixnVQNode));
    expect(await greeted('ixn-100', release.ports.ixnServer)).toBe(`ixnServer ${release.tenantId} ${newIxn.pod}`);
    expect(await greeted('ixn-100-vqnode', release.ports.ixnVQNode)).toBe(
      `ixnVQNode ${release.tenantId} ${vqNode?.metadata?.name}`,
    );
  });

  it('is found to be well by what the guide checks', async () => {
    const answer = 'finds that its dependencies answer';
    await untilConditions(scene, instance, answer, (all) => all['DependenciesReachable']?.status === 'True');
    const said = await guide.follow('8. Check');
    expect(said).toContain('Reachable');
    expect(said).not.toContain('Unreachable');
  });
});

describe('the way back', () => {
  it('has the release at work on the same rows and files, and IXN has still never run twice', async () => {
    const sinceMs = (await presences(outside.postgres)).at(-1)?.toMs ?? 0;
    await guide.follow('The way back');
    await untilAtWork(release.pod, sinceMs);
    await expectNothingLost();
    const files = await logFiles(scene, formerIxn);
    expect(files['planted.log']).toBe(plantedLog);
    expect(files[`${newIxn.pod}.log`]).toContain('"event":"listening"');
    expect(await ranTwice()).toEqual([]);
    console.log(`on the way back the tenant was without IXN for ${await outageMs()} ms`);
  });
});

describe('the switch for good, from a release that its own claim goes with', () => {
  it('leaves nothing of the release but its databases and its volume', async () => {
    await createHelm(facts)(['uninstall', release.name, '--namespace', namespace, '--wait']);
    await kubectl.run(['wait', '--for=delete', `pod/${release.pod}`, '-n', namespace, '--timeout=120s']);
    await installRelease(scene, { known, folder: guide.folder, claimOf: 'release' });
    plantedLog = await plantLog(scene, formerIxn, 'planted.log');

    await guide.follow('2. Keep the volume');
    await guide.follow('3. Show the old IXN to the operator');
    await stopRelease();
    expect(await kubectl.get('persistentvolumeclaims', 'ixn-100-log', namespace)).toBeUndefined();
    const sinceMs = (await presences(outside.postgres)).at(-1)?.toMs ?? 0;
    await guide.follow('5. Hand the volume over');
    await guide.follow('6. Start the instance');
    await untilAtWork(newIxn.pod, sinceMs);
    await guide.follow('When you are sure');
    await untilReady(scene, instance);
    await expectNothingLost();
    const files = await logFiles(scene, newIxn);
    expect(files['planted.log']).toBe(plantedLog);
    expect(files[`${release.pod}.log`]?.startsWith(formerLog)).toBe(true);
    const secrets = await kubectl.run(['get', 'secrets', '-n', namespace, '-l', 'owner=helm', '-o', 'name']);
    expect(secrets).toBe('');
  });

  it('has never run IXN twice, from the first release on', async () => {
    expect(await ranTwice()).toEqual([]);
    // One session with the database at a time, whoever it was of.
    expect(await sessions.stop()).toBe(1);
    await pods.stop();
  });
});
