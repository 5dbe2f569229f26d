import { connections } from '@ixn/connections';
import { createAuthority } from '@ixn/control-plane';
import { describe, expect, it } from 'vitest';
import { readDependencies } from './read-dependencies.ts';

const secrets = '/mnt/env-secrets';
const login = { username: 'ixn', password: 'canary-4711' };
const ca = createAuthority('tests').certificate;

type Files = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a row is read as, or what is wrong; folders are named by their last part. */
function read(number: number, environment: Readonly<Record<string, string>>, folders: Files = {}) {
  const row = connections.find((each) => each.number === number);
  if (row === undefined) throw new Error(`there is no row ${number}`);
  const mounted = Object.fromEntries(Object.entries(folders).map(([name, files]) => [`${secrets}/${name}`, files]));
  const result = readDependencies(row, { environment, readFolder: (folder) => mounted[folder] });
  return result.kind === 'invalid' ? result.problems : result.dependencies;
}

const database = { DB_HOST: 'pg', DB_PORT: '1', DB_NAME: 'ixn-100' };
const kafka = { KAFKA_BOOTSTRAP_SERVERS: 'a:1,b:2' };
const redis = { REDIS_NODES: 'a:1,b:2' };

function redisSecrets(document: unknown): Files {
  return { 'redis-secrets': { 'voice-redis-ors-stream': JSON.stringify(document) } };
}

describe('a database', () => {
  const files = { 'db-secrets': login };

  it('is logged in to with what the files say, without TLS and signs of life unless they are wanted', () => {
    const endpoints = [{ host: 'pg', port: 1 }];
    const plain = { kind: 'postgresql', endpoints, database: 'ixn-100', credentials: login };
    expect(read(16, database, files)).toEqual([{ ...plain, tls: undefined, keepAliveDelayMs: undefined }]);
    const options = { DB_KEEP_ALIVE: 'true', DB_KEEP_ALIVE_INITIAL_DELAY_MILLIS: '300000' };
    expect(read(17, { ...database, ...options }, files)).toMatchObject([{ keepAliveDelayMs: 300_000 }]);
    expect(read(17, { ...database, ...options, DB_KEEP_ALIVE: 'false' }, files)).toMatchObject([
      { keepAliveDelayMs: undefined },
    ]);
  });

  it.each([
    ['disable', undefined],
    ['require', { verified: 'nothing' }],
    ['verify-ca', { verified: 'authority', authority: ca }],
    ['verify-full', { verified: 'authority and name', authority: ca }],
  ])('in TLS mode %s trusts %j', (mode, tls) => {
    expect(read(16, { ...database, DB_SSL_MODE: mode }, { ...files, 'db-ca': { 'ca.crt': ca } })).toMatchObject([
      { tls },
    ]);
  });

  it.each([
    [{}, {}, `there are no credentials in ${secrets}/db-secrets`],
    [{ DB_NAME: '' }, files, 'DB_NAME is missing'],
    [{ DB_SSL_MODE: 'prefer' }, files, 'DB_SSL_MODE must be disable, require, verify-ca or verify-full'],
    [{}, { ...files, 'db-ca': { 'ca.crt': 'canary' } }, `the file in ${secrets}/db-ca must be a certificate in PEM`],
  ])('is not opened with %j and the files %j', (environment, folders, problem) => {
    expect(read(16, { ...database, ...environment }, folders)).toEqual([`connection 16: ${problem}`]);
  });
});

describe('Redis', () => {
  const endpoints = [
    { host: 'a', port: 1 },
    { host: 'b', port: 2 },
  ];

  it('is one server without a password unless something else is said', () => {
    expect(read(15, redis)).toEqual([
      { kind: 'redis', endpoints, cluster: false, password: undefined, tls: undefined },
    ]);
    expect(read(15, { ...redis, REDIS_CLUSTER: 'true' }, redisSecrets({ password: 'canary' }))).toMatchObject([
      { cluster: true, password: 'canary' },
    ]);
  });

  it.each([
    ['true', {}, { verified: 'authority and name' }],
    ['false', {}, { verified: 'nothing' }],
    ['true', { rejectUnauthorized: false }, { verified: 'nothing' }],
    [
      'false',
      { rejectUnauthorized: true, servername: 'redis.example' },
      { verified: 'authority and name', serverName: 'redis.example' },
    ],
  ])('verifies as the document says or, where it says nothing, the variable: %s, %j', (flag, document, tls) => {
    const environment = { ...redis, REDIS_TLS: 'true', REDIS_TLS_REJECT_UNAUTHORIZED: flag };
    expect(read(15, environment, redisSecrets(document))).toMatchObject([{ tls }]);
  });

  it('is not opened where a yes or no is neither', () => {
    expect(read(15, { ...redis, REDIS_TLS: 'on' })).toEqual(['connection 15: REDIS_TLS must be true or false']);
  });
});

describe('Kafka', () => {
  it('is spoken to over TLS and logged in to as the variables and files say', () => {
    expect(read(7, kafka)).toMatchObject([{ kind: 'kafka', tls: undefined, sasl: undefined }]);
    const secured = { ...kafka, KAFKA_TLS: 'true', KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512' };
    expect(read(6, secured, { 'kafka-sasl': login, 'kafka-ca': { 'ca.crt': ca } })).toMatchObject([
      {
        tls: { verified: 'authority and name', authority: ca },
        sasl: { mechanism: 'SCRAM-SHA-512', ...login },
      },
    ]);
  });

  it.each([
    ['GSSAPI', { 'kafka-sasl': login }, 'KAFKA_SASL_MECHANISM must be one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512'],
    ['PLAIN', {}, `there are no credentials in ${secrets}/kafka-sasl`],
  ])('is not opened with the mechanism %s and the files %j', (mechanism, files, problem) => {
    expect(read(6, { ...kafka, KAFKA_SASL_MECHANISM: mechanism }, files)).toEqual([`connection 6: ${problem}`]);
  });
});

describe('Consul and Voice config', () => {
  it('are asked over HTTP, Consul over TLS where that is said', () => {
    const consul = { CONSUL_HOST: 'node', CONSUL_PORT: '1' };
    expect(read(1, { ...consul, CONSUL_SSL_MODE: 'false' })).toMatchObject([{ kind: 'consul', tls: undefined }]);
    expect(read(1, { ...consul, CONSUL_SSL_MODE: 'true' })).toMatchObject([{ tls: { verified: 'nothing' } }]);
    expect(read(14, { CONFIG_NODE_HOST: 'c', CONFIG_NODE_PORT: '1' })).toMatchObject([
      { kind: 'http', tls: undefined },
    ]);
  });
});
