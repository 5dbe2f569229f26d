import { describe, expect, it } from 'vitest';
import { type DependencyCheck, keyOfCheck } from './dependency-check.ts';
import { createDialPolicy } from './dial-policy.ts';
import { nextDelayMs } from './next-delay.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { candidates } from './resolve-name.ts';
import { logInByScram } from './scram.ts';
import { secretOf } from './secret.ts';
import { type Verdict, reachable, worstOf } from './verdict.ts';

function redis(password: string, port = 1): DependencyCheck {
  const protocol = { kind: 'redis', cluster: false, login: { password: secretOf(password) } } as const;
  return { host: 'redis', port, searchDomains: [], tls: { mode: 'disable' }, protocol };
}

describe('keyOfCheck', () => {
  it('is the same for the same check and another for each difference', () => {
    const key = (check: DependencyCheck, salt = 'salt') => keyOfCheck(check, salt);
    expect(key(redis('one'))).toBe(key(redis('one')));
    const others = [redis('two'), redis('one', 2), { ...redis('one'), searchDomains: ['a'] }];
    expect(new Set([redis('one'), ...others].map((check) => key(check))).size).toBe(4);
    expect(key(redis('one'), 'other')).not.toBe(key(redis('one')));
  });
});

describe('candidates', () => {
  it.each([
    ['a short name, first in the search domains', 'db', ['db.ns.svc', 'db.svc', 'db']],
    ['a name with few dots the same way', 'db.other', ['db.other.ns.svc', 'db.other.svc', 'db.other']],
    ['a name with many dots first as it is', 'a.b.c.d.e.f', ['a.b.c.d.e.f', 'a.b.c.d.e.f.ns.svc', 'a.b.c.d.e.f.svc']],
    ['a name that ends with a dot only as it is', 'db.example.com.', ['db.example.com']],
  ])('are, of %s', (_, host, expected) => {
    expect(candidates(host, ['ns.svc', 'svc'])).toEqual(expected);
  });
});

describe('createDialPolicy', () => {
  it.each([
    ['10.0.0.1', 'allowed'],
    ['192.0.2.7', 'allowed'],
    ['2001:db8::1', 'allowed'],
    ['127.8.8.8', 'ThroughSidecar'],
    ['0.0.0.0', 'ThroughSidecar'],
    ['169.254.169.254', 'ThroughSidecar'],
    ['::', 'ThroughSidecar'],
    ['::ffff:127.0.0.1', 'ThroughSidecar'],
    ['fe80::1%eth0', 'ThroughSidecar'],
    ['239.1.1.1', 'NotAllowed'],
    ['ff02::1', 'NotAllowed'],
    ['64:ff9b::7f00:1', 'NotAllowed'],
    ['64:ff9b::a9fe:a9fe', 'NotAllowed'],
    ['64:ff9b::169.254.169.254', 'NotAllowed'],
    ['64:ff9b::', 'NotAllowed'],
    ['64:ff9b::1', 'NotAllowed'],
    ['64:ff9b::a83f:8110', 'NotAllowed'],
    ['64:ff9b::ef01:0', 'NotAllowed'],
    ['::ffff:0:7f00:1', 'NotAllowed'],
    ['fd20:ce::254', 'NotAllowed'],
    ['fd00:c1::a9fe:a9fe', 'NotAllowed'],
    ['fd00:42::42', 'NotAllowed'],
    ['fd00:100::100:200', 'NotAllowed'],
    ['fd00:a9fe:a9fe::1', 'NotAllowed'],
    ['192.0.0.192', 'NotAllowed'],
    ['64:ff9b::192.0.2.7', 'allowed'],
    ['64:ff9b::a00:1', 'allowed'],
    ['64:ff9b:0:0:0:0:a00:1', 'allowed'],
    ['64:ff9b:1:ffff::a9fe:a9fe', 'NotAllowed'],
    ['64:ff9b:2::1', 'allowed'],
    ['::7f00:1', 'NotAllowed'],
    ['::127.0.0.1', 'NotAllowed'],
    ['::1', 'ThroughSidecar'],
    ['::ffff:10.0.0.1', 'allowed'],
    ['2002:7f00:1::', 'NotAllowed'],
    ['2003::1', 'allowed'],
    ['fd00:ec2::254', 'NotAllowed'],
    ['fd00:ec3::254', 'allowed'],
    ['168.63.129.16', 'NotAllowed'],
    ['::ffff:168.63.129.16', 'NotAllowed'],
    ['168.63.129.17', 'allowed'],
    ['100.100.100.200', 'NotAllowed'],
    ['100.100.100.201', 'allowed'],
  ])('says of %s: %s', (address, answer) => {
    expect(createDialPolicy()(address)).toBe(answer);
  });
});

describe('nextDelayMs', () => {
  it.each([
    [0, 60],
    [1, 60],
    [2, 60],
    [3, 120],
    [4, 240],
    [5, 300],
    [1_000, 300],
  ])('after %i failures in a row is %i s', (failures, seconds) => {
    expect(nextDelayMs({ intervalMs: 60_000, maxBackOffMs: 300_000, failures, random: 0.5 })).toBe(seconds * 1_000);
  });
});

describe('worstOf', () => {
  const refused: Verdict = { state: 'Unreachable', reason: 'ConnectionRefused', message: 'refused' };
  it('is the worst, and the first of those', () => {
    expect(worstOf([reachable('a'), refused, { ...refused, message: 'later' }])).toBe(refused);
    expect(worstOf([])).toBeUndefined();
  });
});

describe('logInByScram', () => {
  // The example of RFC 7677, section 3.
  const login = { username: secretOf('user'), password: secretOf('pencil') };
  const nonce = 'rOprNGfwEbeRWgbNEkqO';
  const serverFirst = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';
  const derivation = { inTurn: createOneAtATime(), signal: new AbortController().signal };
  const exchangeWith = (serverFinal: string, sent: string[]) => (message: string) => {
    sent.push(message);
    return Promise.resolve(sent.length === 1 ? serverFirst : serverFinal);
  };

  it('proves that it knows the password', async () => {
    const sent: string[] = [];
    const answering = exchangeWith('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=', sent);
    await logInByScram('sha256', login, answering, derivation, nonce);
    expect(sent).toEqual([
      'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    ]);
  });

  it('turns away a server that does not know it', async () => {
    const wrong = exchangeWith('v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=', []);
    await expect(logInByScram('sha256', login, wrong, derivation, nonce)).rejects.toThrow('ProtocolError');
  });

  /** A server that wants so many iterations; gives what has been sent to it. */
  async function sentWhen(iterations: string, signal = derivation.signal): Promise<readonly string[]> {
    const sent: string[] = [];
    const exchange = (message: string) => {
      sent.push(message);
      return Promise.resolve(serverFirst.replace(/i=.*/, `i=${iterations}`));
    };
    const entering = logInByScram('sha256', login, exchange, { ...derivation, signal }, nonce);
    await expect(entering).rejects.toThrow(signal.aborted ? 'too late' : 'ProtocolError');
    return sent;
  }

  it.each(['4096', '16384'])('derives with %s iterations, as Kafka may want', async (iterations) => {
    expect(await sentWhen(iterations)).toHaveLength(2);
  });

  it.each(['1', '4095', '16385', '1000000', '4096.5', '', 'x'])(
    'turns away a server that wants %j',
    async (iterations) => {
      expect(await sentWhen(iterations)).toHaveLength(1);
    },
  );

  it('does not begin to derive when nobody waits for it any more', async () => {
    expect(await sentWhen('4096', AbortSignal.abort(new Error('too late')))).toHaveLength(1);
  });
});
