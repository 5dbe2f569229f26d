import { type Redis, type RedisCluster, issueTls, startRedis, startRedisCluster } from '@ixn/backing-services';
import { type DependencyCheck, secretOf } from '@ixn/dependency-checks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOf, reasonOf, verdictOf } from '../src/check.ts';
import { allCertificates, allInTurn, authority, brokenInTurn, certificatesInTurn, longMs } from '../src/failures.ts';

const password = 'open sesame';

function redisCheck(port: number, login: string | undefined, cluster = false): DependencyCheck {
  const given = login === undefined ? {} : { login: { password: secretOf(login) } };
  return checkOf(port, { kind: 'redis', cluster, ...given });
}

describe('Redis (row 15)', () => {
  let open: Redis;
  let locked: Redis;
  let encrypted: Redis;
  beforeAll(async () => {
    const tls = issueTls(authority);
    [open, locked, encrypted] = await Promise.all([
      startRedis(),
      startRedis({ password }),
      startRedis({ password, tls }),
    ]);
  });
  afterAll(() => Promise.all([open.stop(), locked.stop(), encrypted.stop()]));

  it(
    'is told apart from one that is stopped, hangs, or is elsewhere, and is seen to be back',
    async () => {
      expect(await brokenInTurn(locked, redisCheck(locked.port, password))).toEqual(allInTurn);
    },
    longMs,
  );

  it('says what is wrong with a password', async () => {
    expect(await reasonOf(redisCheck(locked.port, 'wrong'))).toBe('PasswordRejected');
    expect(await reasonOf(redisCheck(locked.port, undefined))).toBe('PasswordRequired');
    expect(await reasonOf(redisCheck(open.port, password))).toBe('PasswordNotExpected');
    expect(await reasonOf(redisCheck(open.port, undefined))).toBe('Answers');
  });

  it('is no cluster when it stands alone', async () => {
    expect(await reasonOf(redisCheck(locked.port, password, true))).toBe('NotACluster');
  });

  it(
    'is known by its certificate',
    async () => {
      expect(await certificatesInTurn(encrypted, redisCheck(encrypted.port, password))).toEqual(allCertificates);
    },
    longMs,
  );

  it('is not expected to speak TLS when it does not', async () => {
    const check = redisCheck(locked.port, password);
    expect(await reasonOf({ ...check, tls: { mode: 'require' } })).toBe('TlsNotOffered');
  });
});

describe('a Redis cluster (row 15)', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster({ password, tls: issueTls(authority) });
  });
  afterAll(() => cluster.stop());

  it('is asked at every node, and one that is down is named', async () => {
    const check: DependencyCheck = {
      ...redisCheck(cluster.port, password, true),
      tls: { mode: 'verify-full', authority: authority.certificate },
    };
    expect(await verdictOf(check)).toMatchObject({
      reason: 'Answers',
      message: 'all 3 nodes of the cluster answer PING',
    });
    const [, second] = cluster.nodes;
    await second?.halt();
    const broken = await verdictOf(check);
    expect(broken.reason).toBe('NodeUnreachable');
    expect(broken.message).toContain(`127.0.0.1:${second?.port} (the connection is refused)`);
    expect((await verdictOf({ ...check, addressIsSecret: true })).message).not.toContain('127.0.0.1');
    await second?.resume();
    await expect.poll(() => reasonOf(check), { timeout: 10_000 }).toBe('Answers');
  });
});
