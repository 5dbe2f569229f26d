import { type Kafka, issueTls, startKafka } from '@ixn/backing-services';
import { type DependencyCheck, type SaslMechanism, secretOf } from '@ixn/dependency-checks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOf, reasonOf, verdictOf } from '../src/check.ts';
import { allCertificates, allInTurn, authority, brokenInTurn, certificatesInTurn, longMs } from '../src/failures.ts';

const open = { kind: 'kafka' } as const;

describe('Kafka (rows 6 and 7)', () => {
  let kafka: Kafka;
  beforeAll(async () => {
    const users = [{ name: 'ada', password: 'right' }];
    kafka = await startKafka({ advertisedHost: 'localhost', tls: issueTls(authority), users });
  });
  afterAll(() => kafka.stop());

  function login(
    password: string,
    mechanism: SaslMechanism = 'SCRAM-SHA-512',
    port = kafka.saslPort ?? 0,
  ): DependencyCheck {
    return checkOf(port, {
      kind: 'kafka',
      login: { mechanism, username: secretOf('ada'), password: secretOf(password) },
    });
  }

  it(
    'is told apart from one that is stopped, hangs, or is elsewhere, and is seen to be back',
    async () => {
      expect(await brokenInTurn(kafka, checkOf(kafka.port, open))).toEqual(allInTurn);
    },
    longMs,
  );

  it('says what is wrong with a login', async () => {
    expect(await reasonOf(login('right'))).toBe('Answers');
    expect(await reasonOf(login('wrong'))).toBe('PasswordRejected');
    expect(await reasonOf(login('right', 'SCRAM-SHA-256'))).toBe('MechanismRefused');
    expect(await reasonOf(login('right', 'SCRAM-SHA-512', kafka.port))).toBe('PasswordNotExpected');
    expect(await reasonOf(checkOf(kafka.saslPort ?? 0, open))).toBe('PasswordRequired');
  });

  it(
    'is known by its certificate',
    async () => {
      expect(await certificatesInTurn(kafka, checkOf(kafka.tlsPort ?? 0, open))).toEqual(allCertificates);
    },
    longMs,
  );

  it('is not expected to speak TLS where it does not', async () => {
    expect(await reasonOf(checkOf(kafka.port, open, { tls: { mode: 'require' } }))).toBe('TlsNotOffered');
  });
});

describe('a Kafka broker that advertises what nobody knows', () => {
  let kafka: Kafka;
  beforeAll(async () => {
    kafka = await startKafka({ advertisedHost: 'nobody.invalid' }).catch(() => {
      throw new Error('the broker did not start');
    });
  });
  afterAll(() => kafka.stop());

  it('is reported with the address that clients are led to', async () => {
    const verdict = await verdictOf(checkOf(kafka.port, open));
    expect(verdict.reason).toBe('NodeUnreachable');
    expect(verdict.message).toContain(`nobody.invalid:${kafka.port} (the name has no address)`);
  });
});
