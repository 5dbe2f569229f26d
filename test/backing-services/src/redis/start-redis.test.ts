import { createClient, createCluster } from '@redis/client';
import { createAuthority } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopAndLook, handshakeError } from '../services.testing.ts';
import { issueTls } from '../tls.ts';
import { type RedisCluster, startRedisCluster } from './start-redis-cluster.ts';
import { type Redis, startRedis } from './start-redis.ts';

const authority = createAuthority('redis-authority');
const verified = { tls: true, ca: authority.certificate, servername: 'localhost' } as const;

describe('startRedis', () => {
  let redis: Redis;
  beforeAll(async () => {
    redis = await startRedis({ password: 'open sesame', tls: issueTls(authority) });
  });
  afterAll(() => redis.stop());

  async function ping(password: string): Promise<string> {
    const { host, port } = redis;
    const client = createClient({ password, socket: { host, port, ...verified, reconnectStrategy: false } });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.ping();
    } catch (error) {
      return String(error);
    } finally {
      client.destroy();
    }
  }

  it('answers who knows the password', async () => {
    expect(await ping('open sesame')).toBe('PONG');
    expect(await ping('open barley')).toContain('WRONGPASS');
  });

  it('has its streams again when it resumes', async () => {
    await redis.command(['XADD', 'interactions', '*', 'id', '007']);
    await redis.halt();
    expect(await ping('open sesame')).toContain('ECONNREFUSED');
    await redis.resume();
    expect(await redis.command(['XLEN', 'interactions'])).toBe(1);
  });

  it('shows the certificate that it is given', async () => {
    const handshake = () => handshakeError({ port: redis.port, ca: authority.certificate, servername: 'localhost' });
    expect(await handshake()).toBeUndefined();
    await redis.useCertificate(issueTls(authority, { validity: 'expired' }));
    expect(await handshake()).toBe('CERT_HAS_EXPIRED');
    await redis.useCertificate(issueTls(authority, { validity: 'expiring' }));
    expect(await handshake()).toBeUndefined();
  });

  it('leaves no process, file or record when it stops', async () => {
    expect(await stopAndLook(redis)).toEqual({ before: 3, after: [] });
  });
});

describe('startRedisCluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster({ password: 'open sesame', tls: issueTls(authority) });
  });
  afterAll(() => cluster.stop());

  it('leads a client that knows one node to the node that has the key', async () => {
    const { host, port } = cluster;
    const client = createCluster({
      rootNodes: [{ socket: { host, port, ...verified } }],
      defaults: { password: 'open sesame', socket: verified },
    });
    client.on('error', () => undefined);
    await client.connect();
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    await Promise.all(keys.map((key) => client.set(key, `value of ${key}`)));
    expect(await Promise.all(keys.map((key) => client.get(key)))).toEqual(keys.map((key) => `value of ${key}`));
    expect(new Set(client.masters.map((master) => master.port))).toEqual(
      new Set(cluster.nodes.map((node) => node.port)),
    );
    client.destroy();
    expect(await Promise.all(keys.map((key) => cluster.command(['GET', key])))).toEqual(
      keys.map((key) => `value of ${key}`),
    );
  });

  it('goes on without one of its nodes, which comes back', async () => {
    const [, second] = cluster.nodes;
    await second?.halt();
    expect(await handshakeError({ port: second?.port ?? 0 })).toBe('ECONNREFUSED');
    await second?.resume();
    expect(await handshakeError({ port: second?.port ?? 0, rejectUnauthorized: false })).toBeUndefined();
  });

  it('leaves no process, file or record when it stops', async () => {
    expect(await stopAndLook(cluster)).toEqual({ before: 5, after: [] });
  });
});
