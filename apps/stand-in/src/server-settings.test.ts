import { connections, type Workload } from '@ixn/connections';
import { describe, expect, it } from 'vitest';
import { readServerSettings } from './server-settings.ts';

const identity = { TENANT_ID: 'tenant', TENANT_SID: '100', DEFAULT_PORT: '10001', HEALTH_PORT: '10002' };

type Folders = Readonly<Record<string, Readonly<Record<string, string>>>>;

function read(role: Workload, environment: Readonly<Record<string, string>>, folders: Folders = {}) {
  const surroundings = { environment, readFolder: (folder: string) => folders[folder] };
  return readServerSettings(role, connections, surroundings);
}

function rowsOf(role: Workload, environment: Readonly<Record<string, string>>, folders: Folders = {}) {
  const result = read(role, { ...identity, ...environment }, folders);
  if (result.kind !== 'settings') throw new Error(result.problems.join('; '));
  return Object.fromEntries(
    result.settings.rows.map(({ number, dependencies }) => [
      number,
      dependencies.flatMap(({ endpoints }) => endpoints),
    ]),
  );
}

function problemsOf(role: Workload, environment: Readonly<Record<string, string>>, folders: Folders = {}) {
  const result = read(role, environment, folders);
  return result.kind === 'invalid' ? result.problems : [];
}

const kafkaFolder = '/mnt/env-secrets/kafka-secrets';
const redisFolder = '/mnt/env-secrets/redis-secrets';

describe('what a server is told', () => {
  it('is who it is and where it listens', () => {
    expect(read('ixnVQNode', identity)).toMatchObject({
      kind: 'settings',
      settings: { role: 'ixnVQNode', tenantId: 'tenant', tenantSid: '100', defaultPort: 10_001, healthPort: 10_002 },
    });
  });

  it('leaves every row unconfigured of which nothing is said', () => {
    expect(rowsOf('ixnServer', {})).toEqual({ 5: [], 6: [], 16: [], 19: [] });
    expect(rowsOf('ixnNode', {})).toEqual({ 1: [], 2: [], 13: [], 14: [], 15: [], 17: [] });
    expect(rowsOf('ixnVQNode', {})).toEqual({ 7: [] });
  });

  it('takes a variable that is empty for one that is absent', () => {
    expect(rowsOf('ixnServer', { CONF_SERVER_HOST: '', CONF_SERVER_PORT: '' })[5]).toEqual([]);
  });

  it.each([
    ['ixnServer', 5, { CONF_SERVER_HOST: 'conf', CONF_SERVER_PORT: '1' }, [{ host: 'conf', port: 1 }]],
    ['ixnNode', 1, { CONSUL_HOST: '10.0.0.1', CONSUL_PORT: '2' }, [{ host: '10.0.0.1', port: 2 }]],
    ['ixnNode', 2, { IXN_HOST: 't-ixn', IXN_PORT: '3' }, [{ host: 't-ixn', port: 3 }]],
    ['ixnNode', 13, { VOICE_RQ_HOST: 'fd00::7', VOICE_RQ_PORT: '4' }, [{ host: 'fd00::7', port: 4 }]],
    [
      'ixnServer',
      19,
      { PULSE_STAT_SERVERS: 'a:1,[fd00::1]:2' },
      [
        { host: 'a', port: 1 },
        { host: 'fd00::1', port: 2 },
      ],
    ],
    ['ixnVQNode', 7, { KAFKA_BOOTSTRAP_SERVERS: 'k:1' }, [{ host: 'k', port: 1 }]],
  ] as const)('leads %s on row %i to where the variables say', (role, row, environment, endpoints) => {
    expect(rowsOf(role, environment)[row]).toEqual(endpoints);
  });

  it.each(['a:1,b:2', ['a:1', 'b:2']])('leads to Kafka where the mounted document says: %j', (bootstrap) => {
    const folders = { [kafkaFolder]: { anything: JSON.stringify({ bootstrap }) } };
    const endpoints = [
      { host: 'a', port: 1 },
      { host: 'b', port: 2 },
    ];
    expect(rowsOf('ixnServer', {}, folders)[6]).toEqual(endpoints);
    expect(rowsOf('ixnVQNode', {}, folders)[7]).toEqual(endpoints);
  });

  it('takes the port of the mounted document for Redis nodes that have none', () => {
    const folders = { [redisFolder]: { 'voice-redis-ors-stream': '{"password":"secret","port":7}' } };
    expect(rowsOf('ixnNode', { REDIS_NODES: 'a,b:8' }, folders)[15]).toEqual([
      { host: 'a', port: 7 },
      { host: 'b', port: 8 },
    ]);
  });
});

describe('a wrong configuration', () => {
  it('is told with every problem at once', () => {
    expect(problemsOf('ixnServer', { TENANT_ID: 'x', DEFAULT_PORT: 'many', CONF_SERVER_HOST: 'conf' })).toEqual([
      'connection 5: CONF_SERVER_PORT must be a port from 1 to 65535',
      'TENANT_SID is missing',
      'DEFAULT_PORT must be a port from 1 to 65535, and is many',
      'HEALTH_PORT is missing',
    ]);
  });

  it.each([
    ['ixnNode', { CONSUL_PORT: '1' }, {}, 'connection 1: CONSUL_HOST is missing'],
    ['ixnNode', { REDIS_NODES: 'a' }, {}, 'connection 15: REDIS_NODES must be host:port,host:port'],
    [
      'ixnNode',
      {},
      { [redisFolder]: { key: '[]' } },
      `connection 15: the file in ${redisFolder} must be a JSON object`,
    ],
    ['ixnServer', {}, { [kafkaFolder]: {} }, `connection 6: the file in ${kafkaFolder} must be a JSON object`],
    [
      'ixnServer',
      {},
      { [kafkaFolder]: { key: '{}' } },
      'connection 6: bootstrap of the mounted document must be host:port,host:port',
    ],
    [
      'ixnServer',
      {},
      { '/mnt/env-secrets/db-secrets': { username: 'u' } },
      'connection 16: /mnt/env-secrets/db-secrets/password is missing or empty',
    ],
  ] as const)('of %s with %j and the files %j is named', (role, environment, folders, problem) => {
    expect(problemsOf(role, { ...identity, ...environment }, folders)).toEqual([problem]);
  });

  it('is told without what a Secret holds', () => {
    const folders = { [kafkaFolder]: { key: 'canary-4711' }, [redisFolder]: { key: '{"password":"canary-4711"' } };
    const problems = [...problemsOf('ixnServer', identity, folders), ...problemsOf('ixnNode', identity, folders)];
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('canary');
  });
});
