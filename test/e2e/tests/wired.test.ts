import { connections, type Workload } from '@ixn/connections';
import type { V1Pod } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workloadPlaces } from '../src/full-instance.ts';
import { connectionEntries, type Instance, newInstance, podSelector, podsOf, untilReady } from '../src/instance.ts';
import { findOverlaps } from '../src/overlaps.ts';
import { type OutsideServices, startOutsideServices } from '../src/outside-services.ts';
import { watchPods } from '../src/pod-watch.ts';
import { expectBlocked, expectReaches } from '../src/reachability.ts';
import { reportedRows, untilConnected } from '../src/reported-rows.ts';
import type { WorkloadPlaces } from '../src/row-probes.ts';
import { isWorkload } from '../src/rows.ts';
import { eventually, openScene } from '../src/scene.ts';
import { applyDatabaseSecret, applyWiredInstance, databases } from '../src/wired-instance.ts';

const scene = openScene();
const { kubectl, facts } = scene;
const outgoing = connections.filter(({ source }) => isWorkload(source));
let outside: OutsideServices;
let instance: Instance;
let places: WorkloadPlaces;

beforeAll(async () => {
  outside = await startOutsideServices(scene);
  instance = newInstance(scene, 'wired');
  await applyWiredInstance(scene, instance, outside);
  await untilReady(scene, instance);
  places = await workloadPlaces(scene, instance);
});

afterAll(() => outside.stop());

/** Waits until the row of this number is up; says what its workload did there last. */
function did(number: number, holds?: (words: string) => boolean): Promise<string> {
  const row = outgoing.find((each) => each.number === number);
  if (row === undefined) throw new Error(`no workload opens row ${number}`);
  return untilConnected(scene, row, places, holds);
}

function podOf(workload: Workload): string {
  return places[workload].caller.pod;
}

describe('an instance among real services, in mode Full', () => {
  it.each(outgoing.map((row) => [row.number, row] as const))('keeps row %i up', async (_, row) => {
    expect(await untilConnected(scene, row, places)).not.toBe('');
  });

  it.each([
    ['ixnServer', databases.ixnDb.name],
    ['ixnNode', databases.ixnNodeDb.name],
  ] as const)('has rows of %s in the database %s', async (role, database) => {
    const rows = await outside.postgres.query('select distinct role, pod from interactions', database);
    expect(rows).toEqual([{ role, pod: podOf(role) }]);
  });

  it.each([
    ['ixnServer', 'ixn-100-reporting'],
    ['ixnVQNode', 'ixn-100-vq-events'],
  ] as const)('has messages of %s in the topic %s', async (role, topic) => {
    const [message = '{}'] = await outside.kafka.readTopic(topic, 1);
    expect(JSON.parse(message)).toEqual({ role, pod: podOf(role), count: 1 });
  });

  it('has entries of IXN Node in the stream of Redis, and reads the instructions that come back', async () => {
    const entries = await outside.redis.command(['XRANGE', 'ixn-100-to-route', '-', '+', 'COUNT', '1']);
    expect(entries).toEqual([[expect.any(String), ['pod', podOf('ixnNode')]]]);
    await outside.redis.command(['XADD', 'ixn-100-instructions', '*', 'route', 'to Ada']);
    expect(await did(15, (words) => words.includes('to Ada'))).toContain('was told');
  });

  it('finds in Consul, by the agent on its own node, what is registered there', async () => {
    const agents = await kubectl.list<V1Pod>('pods', facts.namespaces.neighbours, 'party=consul');
    const own = agents.find(({ status }) => status?.hostIP === places.ixnNode.nodeIp);
    const service = ['-name=voice-rq', '-address=10.9.8.7', '-port=4711'];
    const exec = ['exec', '-n', facts.namespaces.neighbours, own?.metadata?.name ?? '', '--'];
    await kubectl.run([...exec, 'consul', 'services', 'register', ...service]);
    expect(await did(1, (words) => words.includes('10.9.8.7'))).toBe('found voice-rq at 10.9.8.7:4711');
  });

  it('has its IXN Node linked to its IXN', async () => {
    expect(await did(2)).toBe(`heard "ixnServer ${instance.tenantId} ${podOf('ixnServer')}"`);
  });

  it('lets no workload at a service that it has no row to', async () => {
    const { host, postgres, redis, kafka } = outside;
    await expectReaches(scene, places.ixnServer.caller, [host, postgres.port]);
    await expectBlocked(scene, places.ixnVQNode.caller, [host, postgres.port]);
    await expectBlocked(scene, places.ixnServer.caller, [host, redis.port]);
    await expectBlocked(scene, places.ixnNode.caller, [host, kafka.port]);
  });
});

describe('what the operator, as a pod in the cluster, finds out', () => {
  it('is that every row which leads out is Reachable', async () => {
    await untilStates('every outgoing row is Reachable', (states) =>
      outgoing.every(({ number }) => states.get(number) === 'Reachable'),
    );
    const { DependenciesReachable } = await untilReady(scene, instance);
    expect(DependenciesReachable).toMatchObject({ status: 'True', reason: 'DependenciesAnswer' });
  });
});

describe('the databases that the spec wants provisioned', () => {
  it('were made by the operator, and each lets its role alone make tables', async () => {
    for (const { name, role } of [databases.ixnDb, databases.ixnNodeDb]) {
      // What the schema's init container made belongs to whom it logged in as.
      const tables = await outside.postgres.query(
        "select tableowner::text from pg_tables where schemaname = 'public'",
        name,
      );
      expect(tables).toEqual([{ tableowner: role }]);
    }
    const other = await outside.postgres.query(
      `select has_schema_privilege('${databases.ixnNodeDb.role}', 'public', 'CREATE') as may`,
      databases.ixnDb.name,
    );
    expect(other).toEqual([{ may: false }]);
    const { DatabasesProvisioned } = await untilReady(scene, instance);
    expect(DatabasesProvisioned).toMatchObject({ status: 'True' });
  });

  it('let IXN in by a new password when its Secret has one; it never runs twice, nor tries the old one', async () => {
    const servers = await watchPods(facts, instance.namespace, podSelector(instance, 'ixnServer'));
    const former = servers.events[0]?.object.metadata?.uid;
    const formerHash = await passwordHash();
    await applyDatabaseSecret(scene, instance, 'ixnDb', `${outside.password}-new`);
    const pod = await eventually('another IXN is ready', async () => {
      const [next, ...others] = await podsOf(scene, instance, 'ixnServer');
      const ready = next?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
      return ready === true && others.length === 0 && next?.metadata?.uid !== former ? next : undefined;
    });
    await untilReady(scene, instance);
    places = await workloadPlaces(scene, instance);
    await did(16);
    expect(await passwordHash()).not.toBe(formerHash);
    expect(findOverlaps(servers.events)).toEqual([]);
    await servers.stop();
    const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
    const restarts = [...initContainerStatuses, ...containerStatuses].map(({ restartCount }) => restartCount);
    expect(restarts).toEqual([0, 0]);
  });
});

/** What PostgreSQL keeps of the password of IXN's role. */
async function passwordHash(): Promise<unknown> {
  const [row] = await outside.postgres.query(
    `select rolpassword from pg_authid where rolname = '${databases.ixnDb.role}'`,
  );
  return row?.['rolpassword'];
}

describe('a service that goes and comes back', () => {
  it('is missed by the pods, which stay Ready without it, and by the operator, which says so', async () => {
    await outside.postgres.halt();
    const { ixnServer } = places;
    await eventually('IXN says that its database is away', async () => {
      const [row] = (await reportedRows(scene, 'ixnServer', ixnServer.caller)).filter(({ number }) => number === 16);
      return row?.state === 'Failed' ? true : undefined;
    });
    await untilStates('both databases are Unreachable', (states) =>
      [16, 17].every((number) => states.get(number) === 'Unreachable'),
    );
    const { DependenciesReachable } = await untilReady(scene, instance);
    expect(DependenciesReachable).toMatchObject({ status: 'False', reason: 'ConnectionRefused' });
  });

  it('is found again by all of them', async () => {
    await outside.postgres.resume();
    await did(16);
    await did(17);
    await untilStates('both databases are Reachable again', (states) =>
      [16, 17].every((number) => states.get(number) === 'Reachable'),
    );
    expect((await workloadPlaces(scene, instance)).ixnServer.caller).toEqual(places.ixnServer.caller);
  });
});

/** Waits for the states of the rows in the status, by their numbers. */
async function untilStates(what: string, holds: (states: ReadonlyMap<number, string>) => boolean): Promise<void> {
  let last: readonly object[] = [];
  await eventually(what, async () => {
    const entries = await connectionEntries(scene, instance);
    last = entries;
    return holds(new Map(entries.map(({ number, state }) => [number, state]))) ? true : undefined;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}; at last: ${JSON.stringify(last, undefined, 1)}`, { cause: error });
  });
}
