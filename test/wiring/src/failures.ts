import type { Service, TlsMaterial } from '@ixn/backing-services';
import { issueTls } from '@ixn/backing-services';
import { createAuthority, findFreePorts, poll } from '@ixn/control-plane';
import type { DependencyCheck } from '@ixn/dependency-checks';
import { reasonOf } from './check.ts';

export const authority = createAuthority('backing-services');

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const [port = 0] = await findFreePorts(1);
  return port;
}

/** What a service without a mistake gives, stopped, hanging, at another port, and mended again. */
export async function brokenInTurn(
  service: Service,
  check: DependencyCheck,
): Promise<Readonly<Record<string, string>>> {
  const ok = await reasonOf(check);
  await service.halt();
  const stopped = await reasonOf(check);
  await service.resume();
  const mended = await recovered(check);
  service.freeze();
  const hanging = await reasonOf(check);
  service.thaw();
  const thawed = await recovered(check);
  const wrongPort = await reasonOf({ ...check, port: await freePort() });
  return { ok, stopped, mended, hanging, thawed, wrongPort };
}

/** A server that is back may need a moment to find itself again. */
function recovered(check: DependencyCheck): Promise<string> {
  return poll({ until: 'it answers again', timeoutMs: 20_000 }, async () => {
    const reason = await reasonOf(check);
    return reason === 'Answers' ? reason : undefined;
  });
}

export const allInTurn = {
  ok: 'Answers',
  stopped: 'ConnectionRefused',
  mended: 'Answers',
  hanging: 'TimedOut',
  thawed: 'Answers',
  wrongPort: 'ConnectionRefused',
} as const;

/** Servers start several times in one test, Kafka in seven seconds. */
export const longMs = 180_000;

/** What the certificates of a service give that is checked with verify-full under the name localhost. */
export async function certificatesInTurn(
  service: Service,
  check: DependencyCheck,
): Promise<Readonly<Record<string, string>>> {
  const verified = {
    ...check,
    host: 'localhost',
    tls: { mode: 'verify-full', authority: authority.certificate },
  } as const;
  const shown = async (tls: TlsMaterial, asked: DependencyCheck = verified) => {
    await service.useCertificate(tls);
    return reasonOf(asked);
  };
  const wrongName = issueTls(authority, { hosts: ['other.example.com'] });
  return {
    expired: await shown(issueTls(authority, { validity: 'expired' })),
    expiring: await shown(issueTls(authority, { validity: 'expiring' })),
    wrongName: await shown(wrongName),
    wrongNameVerifyCa: await reasonOf({ ...verified, tls: { ...verified.tls, mode: 'verify-ca' } }),
    rightServerName: await reasonOf({ ...verified, tls: { ...verified.tls, serverName: 'other.example.com' } }),
    untrusted: await shown(issueTls(createAuthority('somebody else'))),
    untrustedRequire: await reasonOf({ ...verified, tls: { mode: 'require' } }),
    mended: await shown(issueTls(authority)),
    withoutTls: await reasonOf({ ...check, tls: { mode: 'disable' } }),
  };
}

export const allCertificates = {
  expired: 'CertificateExpired',
  expiring: 'CertificateExpiresSoon',
  wrongName: 'CertificateNameMismatch',
  wrongNameVerifyCa: 'Answers',
  rightServerName: 'Answers',
  untrusted: 'CertificateUntrusted',
  untrustedRequire: 'Answers',
  mended: 'Answers',
  withoutTls: 'TlsRequired',
} as const;
