import { connections } from '@ixn/connections';
import { fullInteractionServer, interactionServer, otherFullInteractionServer, podMergeSchema } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { convergedCluster, createFakeCluster, type FakeCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

const running = { ixnServer: { replicas: 1 }, ixnNode: { replicas: 1 } };

describe('reconcile of connections', () => {
  it('reports how each of them stands, and how many are configured or served', async () => {
    const cluster = await convergedCluster(interactionServer());
    const status = cluster.status();
    expect(status?.connections?.map(({ number }) => number)).toEqual(connections.map(({ number }) => number));
    expect(status?.summary?.connections).toBe('9/19');

    const confServer = { host: 'conf', appName: 'ixn', port: 18_888 };
    const changed = interactionServer({ metadata: { generation: 2 }, spec: { ixnServer: { confServer } } });
    cluster.change(({ status: before }) => ({ ...changed, ...(before && { status: before }) }));
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.status()?.connections).toContainEqual({ number: 5, state: 'Configured', endpoint: 'conf:18888' });
    expect(cluster.status()?.summary?.connections).toBe('10/19');
  });

  it('reports all of them for an instance that says everything, and names where a Secret says where to', async () => {
    const cluster = await convergedCluster(otherFullInteractionServer());
    expect(cluster.status()?.summary?.connections).toBe('19/19');
    expect(cluster.status()?.connections?.[5]?.endpoint).toBe('secret:kafka-shared-secret/kafka-secrets');
  });

  it('looks for the Secrets and ConfigMaps of all of them', async () => {
    const cluster = createFakeCluster(fullInteractionServer());
    cluster.setMergeSchema(podMergeSchema);
    await reconcile(cluster.ref, cluster.ports);
    const message = cluster.status()?.conditions?.[0]?.message ?? '';
    const named = [...message.matchAll(/(?:Secret|ConfigMap) [^ ,]+/g)].map(([object]) => object);
    expect(named.toSorted()).toEqual([
      'ConfigMap pg-ca',
      'Secret another',
      'Secret ixn-db-secret-100',
      'Secret ixn-node-db-secret-100',
      'Secret kafka-ca',
      'Secret kafka-user',
      'Secret pg-node-ca',
      'Secret pullsecret',
      'Secret redis-ors-secret',
    ]);
  });

  it('takes the policies away when the spec turns them off', async () => {
    const cluster = await convergedCluster(interactionServer());
    const off = interactionServer({ metadata: { generation: 2 }, spec: { networkPolicy: { mode: 'Off' } } });
    cluster.change(({ status }) => ({ ...off, ...(status && { status }) }));
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual([
      'delete NetworkPolicy tenant-100-ixn',
      'delete NetworkPolicy tenant-100-ixn-node',
      'delete NetworkPolicy tenant-100-vq-node',
      'status',
    ]);
  });

  it('goes over to PodMonitors once the cluster knows them, without a restart of any pod', async () => {
    const cluster = await convergedCluster(interactionServer());
    cluster.setFeatures({ podMonitors: true });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual([
      'update Service tenant-100-ixn',
      'update Service tenant-100-ixn-node',
      'update Service tenant-100-vq-node',
      'create PodMonitor tenant-100-ixn',
      'create PodMonitor tenant-100-ixn-node',
      'create PodMonitor tenant-100-vq-node',
    ]);
  });
});

describe('the status', () => {
  const kiB = 1024;
  const longHost = `${'a'.repeat(60)}.`.repeat(4).slice(0, 240);
  const manyHosts = Array.from({ length: 16 }, (_, index) => ({ host: `host-${index}.${longHost}`.slice(0, 250) }));

  it.each([
    ['that says everything', fullInteractionServer({ spec: running })],
    [
      'that names as many and as long hosts as it may',
      fullInteractionServer({
        metadata: { name: 'a'.repeat(40) },
        spec: {
          ixnServer: {
            ...running.ixnServer,
            confServer: { host: longHost },
            db: { host: longHost },
            pulse: { statServers: manyHosts },
          },
          ixnNode: {
            ...running.ixnNode,
            consul: { host: longHost },
            voiceRq: { host: longHost },
            configNode: { host: longHost },
            redis: { nodes: manyHosts },
            db: { host: longHost },
          },
          kafka: { bootstrapServers: manyHosts.map(({ host }) => `${host}:19092`) },
        },
      }),
    ],
  ])(
    'of an instance %s stays below 7 KiB, and below 10 while every dependency fails in many words',
    async (_, resource) => {
      const starting = createFakeCluster(resource);
      await reconcile(starting.ref, starting.ports);
      const converged = await convergedCluster(resource);
      for (const cluster of [starting, converged]) expect(sizeOf(cluster)).toBeLessThan(7 * kiB);

      const verdict = { reason: 'CertificateNameMismatch', message: 'x'.repeat(1000) } as const;
      converged.setVerdicts(Object.fromEntries(connections.map(({ number }) => [number, verdict])));
      await reconcile(converged.ref, converged.ports);
      expect(converged.status()?.connections?.filter(({ state }) => state === 'Unreachable')).not.toEqual([]);
      expect(sizeOf(converged)).toBeLessThan(10 * kiB);
    },
  );
});

function sizeOf(cluster: FakeCluster): number {
  expect(cluster.status()?.connections).toHaveLength(connections.length);
  return Buffer.byteLength(JSON.stringify(cluster.status()));
}
