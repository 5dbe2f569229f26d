import { type Consul, issueTls, startConsul } from '@ixn/backing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOf, reasonOf } from '../src/check.ts';
import { allCertificates, allInTurn, authority, brokenInTurn, certificatesInTurn, longMs } from '../src/failures.ts';

const protocol = { kind: 'consul' } as const;

describe('Consul (row 1)', () => {
  let plain: Consul;
  let encrypted: Consul;
  beforeAll(async () => {
    [plain, encrypted] = await Promise.all([startConsul(), startConsul({ tls: issueTls(authority) })]);
  });
  afterAll(() => Promise.all([plain.stop(), encrypted.stop()]));

  it(
    'is told apart from one that is stopped, hangs, or is elsewhere, and is seen to be back',
    async () => {
      expect(await brokenInTurn(plain, checkOf(plain.port, protocol))).toEqual(allInTurn);
    },
    longMs,
  );

  it(
    'is known by its certificate',
    async () => {
      expect(await certificatesInTurn(encrypted, checkOf(encrypted.port, protocol))).toEqual(allCertificates);
    },
    longMs,
  );

  it('is not expected to speak TLS when it does not', async () => {
    expect(await reasonOf(checkOf(plain.port, protocol, { tls: { mode: 'require' } }))).toBe('TlsNotOffered');
  });
});
