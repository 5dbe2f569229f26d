import { connections } from '@ixn/connections';
import { parse } from '@ixn/interaction-server';
import { interactionServer, type Overrides } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { resolve } from './resolve.ts';

function instanceOf(overrides: Overrides = {}) {
  const parsed = parse(interactionServer(overrides));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return parsed.value;
}

describe('resolve', () => {
  it('names the objects of each workload after the instance', () => {
    const { workloads, governingServiceName } = resolve(instanceOf({ metadata: { name: 't' } }));
    expect(Object.values(workloads).map(({ name }) => name)).toEqual(['t-ixn', 't-ixn-node', 't-vq-node']);
    expect(governingServiceName).toBe('t-ixn-headless');
  });

  it('knows for each port which connections arrive there', () => {
    expect(resolve(instanceOf()).workloads.ixnServer.ports).toEqual([
      { name: 'default', port: 7120, rows: [2, 3, 4, 18] },
      { name: 'health', port: 13_131, rows: [12] },
    ]);
  });

  it('takes a connection that is added to the table', () => {
    const added = { ...connections[1], number: 20, port: { parameter: 'ixnNode.ports.default' } } as const;
    const { workloads } = resolve(instanceOf(), [...connections, added]);
    expect(workloads.ixnNode.ports[0]).toEqual({ name: 'default', port: 6120, rows: [20] });
  });

  it('sorts the names of the pull secrets, and has none when the spec has none', () => {
    const imagePullSecrets = [{ name: 'b' }, { name: 'a' }];
    expect(resolve(instanceOf({ spec: { image: { imagePullSecrets } } })).pullSecrets).toEqual(['a', 'b']);
    expect(resolve(instanceOf()).pullSecrets).toEqual([]);
  });

  it('names the database after the tenant when the spec does not, as the vendor does', () => {
    const db = { host: 'pg', credentialsSecretRef: { name: 'credentials' } };
    const { environment, secretMounts } = resolve(instanceOf({ spec: { ixnServer: { db } } })).workloads.ixnServer;
    expect(environment).toMatchObject({ DB_ENGINE: 'postgre', DB_HOST: 'pg', DB_PORT: '5432', DB_NAME: 'ixn-100' });
    expect(secretMounts).toEqual([
      {
        volume: 'db-secrets',
        secretName: 'credentials',
        keys: ['password', 'username'],
        mountPath: '/mnt/env-secrets/db-secrets',
      },
    ]);
  });

  it('points the node at the Service and port of its own server (connection 2)', () => {
    const spec = { ixnServer: { ports: { default: 7000 } } };
    const { environment } = resolve(instanceOf({ metadata: { name: 't' }, spec })).workloads.ixnNode;
    expect(environment).toMatchObject({ IXN_HOST: 't-ixn', IXN_PORT: '7000' });
  });

  it('gives no workload a setting of a system that the spec does not name', () => {
    const { workloads } = resolve(instanceOf());
    const names = Object.values(workloads).flatMap(({ environment }) => Object.keys(environment));
    expect(names.filter((name) => /^(DB|CONF_SERVER)_/.test(name))).toEqual([]);
  });
});
