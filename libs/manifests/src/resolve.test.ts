import { connections, defaultPort } from '@ixn/connections';
import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { resolve } from './resolve.ts';
import { parsed, resolvedWith } from './resolved.testing.ts';

describe('resolve', () => {
  it('names the objects of each workload after the instance', () => {
    const { workloads, governingServiceName } = resolvedWith({ metadata: { name: 't' } });
    expect(Object.values(workloads).map(({ name }) => name)).toEqual(['t-ixn', 't-ixn-node', 't-vq-node']);
    expect(governingServiceName).toBe('t-ixn-headless');
  });

  it('knows for each port which connections arrive there', () => {
    expect(resolvedWith({}).workloads.ixnServer.ports).toEqual([
      { name: 'default', port: defaultPort('ixnServer.ports.default'), rows: [2, 3, 4, 18] },
      { name: 'health', port: defaultPort('ixnServer.ports.health'), rows: [12] },
    ]);
  });

  it('takes a connection that is added to the table', () => {
    const added = { ...connections[1], number: 20, port: { parameter: 'ixnNode.ports.default' } } as const;
    const { workloads } = resolve(parsed(interactionServer()), { podMonitors: false }, {}, [...connections, added]);
    expect(workloads.ixnNode.ports[0]).toEqual({
      name: 'default',
      port: defaultPort('ixnNode.ports.default'),
      rows: [20],
    });
  });

  it('sorts the names of the pull secrets, and has none when the spec has none', () => {
    const imagePullSecrets = [{ name: 'b' }, { name: 'a' }];
    expect(resolvedWith({ spec: { image: { imagePullSecrets } } }).pullSecrets).toEqual(['a', 'b']);
    expect(resolvedWith({}).pullSecrets).toEqual([]);
  });

  it('names the database after the tenant when the spec does not, as the vendor does', () => {
    const db = { host: 'pg', credentialsSecretRef: { name: 'credentials' } };
    const { environment, mounts } = resolvedWith({ spec: { ixnServer: { db } } }).workloads.ixnServer;
    expect(environment).toMatchObject({
      DB_ENGINE: 'postgre',
      DB_HOST: 'pg',
      DB_PORT: String(defaultPort('ixnServer.db.port')),
      DB_NAME: 'ixn-100',
    });
    expect(mounts).toEqual([
      {
        volume: 'db-secrets',
        mountPath: '/mnt/env-secrets/db-secrets',
        kind: 'Secret',
        name: 'credentials',
        items: [
          { key: 'password', path: 'password' },
          { key: 'username', path: 'username' },
        ],
      },
    ]);
  });

  it('points the node at the Service and port of its own server (connection 2)', () => {
    const spec = { ixnServer: { ports: { default: 7000 } } };
    const { environment } = resolvedWith({ metadata: { name: 't' }, spec }).workloads.ixnNode;
    expect(environment).toMatchObject({ IXN_HOST: 't-ixn', IXN_PORT: '7000' });
  });

  it('gives no workload a setting of a system that the spec does not name', () => {
    const { workloads } = resolvedWith({});
    const names = Object.values(workloads).flatMap(({ environment }) => Object.keys(environment));
    expect(
      names.filter((name) => /^(DB|CONF_SERVER|CONFIG_NODE|CONSUL|KAFKA|PULSE|REDIS|VOICE_RQ)_/.test(name)),
    ).toEqual([]);
  });
});
