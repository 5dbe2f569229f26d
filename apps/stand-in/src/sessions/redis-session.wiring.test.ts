import { issueTls, type Redis, type RedisCluster, startRedis, startRedisCluster } from '@ixn/backing-services';
import { createAuthority } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisDependency } from '../dependency.ts';
import { exchangeOnce, openSession } from './session.testing.ts';

const authority = createAuthority('tests');
const password = 'open sesame';
let plain: Redis;
let cluster: RedisCluster;

beforeAll(async () => {
  [plain, cluster] = await Promise.all([
    startRedis({ password }),
    startRedisCluster({ password, tls: issueTls(authority) }),
  ]);
});
afterAll(() => Promise.all([plain.stop(), cluster.stop()]));

function redis(changes: Partial<RedisDependency> = {}): RedisDependency {
  const { host, port } = plain;
  return { kind: 'redis', endpoints: [{ host, port }], cluster: false, password, tls: undefined, ...changes };
}

function clustered(changes: Partial<RedisDependency> = {}): RedisDependency {
  const { host, port } = cluster;
  return redis({ endpoints: [{ host, port }], cluster: true, tls: { verified: 'nothing' }, ...changes });
}

const added = expect.stringMatching(/^added \d+-\d+ to ixn-100-to-route, was told /);

describe('a session with Redis', () => {
  it('adds to the stream, and reads the instruction that came back', async () => {
    const session = await openSession(redis());
    expect(await session.exchange()).toMatch(/was told nothing$/);
    await plain.command(['XADD', 'ixn-100-instructions', '*', 'route', 'to Ada']);
    expect(await session.exchange()).toContain('"route","to Ada"');
    expect(await plain.command(['XRANGE', 'ixn-100-to-route', '-', '+'])).toEqual([
      [expect.any(String), ['pod', 'pod-0']],
      [expect.any(String), ['pod', 'pod-0']],
    ]);
  });

  it('finds the node of a cluster that has the stream, over TLS', async () => {
    expect(await exchangeOnce(clustered())).toEqual(added);
  });

  it('is not opened with a wrong password or none, or to a server that cannot be verified', async () => {
    expect(await exchangeOnce(redis({ password: 'wrong' }))).toBe('WRONGPASS');
    expect(await exchangeOnce(redis({ password: undefined }))).toBe('NOAUTH');
    expect(await exchangeOnce(clustered({ tls: { verified: 'authority and name' } }))).toMatch(/^[A-Z_]*VERIFY|CERT/);
  });

  it('is lost when the server goes, and comes back with it', async () => {
    const session = await openSession(redis());
    await session.exchange();
    await plain.halt();
    await expect(session.lost).rejects.toBeInstanceOf(Error);
    expect(await exchangeOnce(redis())).toBe('ECONNREFUSED');
    await plain.resume();
    expect(await exchangeOnce(redis())).toEqual(added);
  });
});
