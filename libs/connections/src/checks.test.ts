import { describe, expect, it } from 'vitest';
import { connectionChecks } from './checks.ts';
import type { ConnectionContext } from './connection-context.ts';
import { connections } from './rows.ts';

const credentialsSecretRef = { name: 'user' };
const authority = { configMapKeyRef: { name: 'roots', key: 'ca.pem' } };
const database = { host: 'pg', port: 7004, name: 'ixn-100', sslMode: 'disable', credentialsSecretRef };

/** The check of one row, as the settings say it. */
function checkOf(row: number, settings: object, connect = false) {
  const spec = { ixnServer: {}, ixnNode: {}, ixnVQNode: {}, ...settings };
  const context: ConnectionContext = { spec, tenantId: 't', services: { ixnServer: 't-ixn' }, connect };
  return connectionChecks(connections, context).find((check) => check.row === row);
}

const db = (settings: object) => checkOf(16, { ixnServer: { db: { ...database, ...settings } } });
const redis = (settings: object) =>
  checkOf(15, {
    ixnNode: {
      ports: { health: 7012 },
      redis: { nodes: [{ host: 'redis', port: 7016 }], cluster: false, tls: { enabled: false }, ...settings },
    },
  });
const kafka = (settings: object) =>
  checkOf(6, { kafka: { bootstrapServers: ['a:7031', '[fd00::1]:7032'], ...settings } });
const key = (name: string) => ({ kind: 'Secret', name: 'user', key: name });

describe('the check of a row', () => {
  it('is none where the row is not configured, or others open it', () => {
    expect(connectionChecks(connections, { spec: {}, tenantId: 't', services: {}, connect: false })).toEqual([
      expect.objectContaining({ row: 2 }),
    ]);
  });

  it('of a database logs in with the credentials of the spec', () => {
    expect(db({})).toEqual({
      row: 16,
      workload: 'ixnServer',
      kind: 'dial',
      target: { from: 'spec', endpoints: [{ host: 'pg', port: 7004 }] },
      tls: { mode: 'disable' },
      speaks: {
        protocol: 'postgresql',
        login: { username: key('username'), password: key('password'), database: 'ixn-100' },
      },
    });
  });

  it.each([
    ['disable', undefined],
    ['require', undefined],
    ['verify-ca', { kind: 'ConfigMap', name: 'roots', key: 'ca.pem' }],
    ['verify-full', { kind: 'ConfigMap', name: 'roots', key: 'ca.pem' }],
  ])('of a database in the mode %s reads the authority where it verifies', (sslMode, read) => {
    expect(db({ sslMode, ca: authority })).toMatchObject({ tls: { mode: sslMode, ...(read && { authority: read }) } });
    expect(Object.keys(Object(Object(db({ sslMode, ca: authority })).tls))).toHaveLength(read ? 2 : 1);
  });

  it.each([
    [{ enabled: false, rejectUnauthorized: true }, 'disable'],
    [{ enabled: true, rejectUnauthorized: true }, 'verify-full'],
    [{ enabled: true, rejectUnauthorized: false }, 'require'],
  ])('of Redis with TLS %j is in the mode %s', (tls, mode) => {
    expect(redis({ tls })).toMatchObject({ tls: { mode } });
  });

  it('of Redis names the document of its Secret, and the metric in which the pod tells', () => {
    const secretKeyRef = { name: 'redis', key: 'json' };
    expect(redis({ cluster: true, secretKeyRef })).toMatchObject({
      speaks: { protocol: 'redis', cluster: true, document: { kind: 'Secret', ...secretKeyRef } },
      podMetric: { name: 'ixnnode_redis_client_status', port: 7012 },
    });
    expect(redis({})).toMatchObject({ speaks: { protocol: 'redis', cluster: false } });
  });

  it('of Kafka dials each broker, or those that a Secret names', () => {
    const endpoints = [
      { host: 'a', port: 7031 },
      { host: 'fd00::1', port: 7032 },
    ];
    expect(kafka({})).toMatchObject({ target: { from: 'spec', endpoints }, tls: { mode: 'disable' } });
    const secretKeyRef = { name: 'shared', key: 'json' };
    expect(kafka({ bootstrapServers: undefined, secretKeyRef })).toMatchObject({
      target: { from: 'document', document: { kind: 'Secret', ...secretKeyRef } },
    });
  });

  it('of Kafka logs in where the spec says how', () => {
    const login = { mechanism: 'PLAIN', username: key('username'), password: key('password') };
    expect(kafka({ sasl: { mechanism: 'PLAIN', credentialsSecretRef } })).toMatchObject({ speaks: { login } });
    expect(kafka({ tls: { enabled: true, ca: authority } })).toMatchObject({
      tls: { mode: 'verify-full', authority: { kind: 'ConfigMap', name: 'roots' } },
      speaks: { protocol: 'kafka' },
    });
  });

  it('of Consul asks the agents on the nodes of the pods, unless the spec names a host', () => {
    const consul = { port: 7013, sslMode: true };
    expect(checkOf(1, { ixnNode: { consul } })).toMatchObject({
      target: { from: 'pod-hosts', port: 7013 },
      tls: { mode: 'require' },
    });
    expect(checkOf(1, { ixnNode: { consul: { ...consul, host: 'agent' } } })).toMatchObject({
      target: { from: 'spec', endpoints: [{ host: 'agent', port: 7013 }] },
    });
  });

  it('of what Consul Connect carries leaves it to the pod', () => {
    const settings = { ixnServer: { ports: { health: 7002 }, confServer: { host: 'conf', port: 7003 } } };
    const podMetric = { name: 'ixn_health_info_config_server_connected', port: 7002 };
    expect(checkOf(5, settings, true)).toEqual({ row: 5, workload: 'ixnServer', kind: 'sidecar', podMetric });
    expect(checkOf(5, settings)).toMatchObject({ kind: 'dial', speaks: { protocol: 'tcp' } });
  });
});
