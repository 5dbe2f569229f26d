import type { DependencyCheck } from './dependency-check.ts';
import { type Dialer, type Surroundings, createDialer } from './dialer.ts';
import { type Failure, failureOf } from './failure.ts';
import { probeConsul, probeHttp } from './probe-http.ts';
import { probeKafka } from './probe-kafka.ts';
import { probePostgresql } from './probe-postgresql.ts';
import { probeRedis } from './probe-redis.ts';
import { type Verdict, notChecked, reachable } from './verdict.ts';

const dayMs = 86_400_000;

/** A certificate that ends within this time is warned of. */
const warnBeforeMs = 14 * dayMs;

/**
 * Does one check, name resolution, TCP, TLS and protocol, each within its own time limit. Resolves with a verdict whatever the
 * other side does, and leaves no connection behind. Rejects only when `signal` aborts, with its reason, or on a bug.
 */
export async function checkDependency(
  check: DependencyCheck,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<Verdict> {
  const dialer = createDialer(check, surroundings, signal);
  try {
    const message = await probe(check, dialer);
    return expiring(dialer.expiresAtMs(), surroundings.now()) ?? reachable(message);
  } catch (error) {
    signal.throwIfAborted();
    const found = failureOf(error);
    if (found === undefined) throw error;
    return verdictOf((await tlsMissing(check, dialer, found)) ?? found);
  } finally {
    dialer.close();
  }
}

async function probe(check: DependencyCheck, dialer: Dialer): Promise<string> {
  const place = { host: check.host, port: check.port };
  const { protocol } = check;
  switch (protocol.kind) {
    case 'tcp':
      await dialer.open(place);
      return 'it takes connections';
    case 'http':
      return probeHttp(dialer, place);
    case 'consul':
      return probeConsul(dialer, place);
    case 'postgresql':
      return probePostgresql(dialer, place, protocol);
    case 'redis':
      return probeRedis(dialer, place, protocol, check.addressIsSecret ?? false);
    case 'kafka':
      return probeKafka(dialer, place, protocol, check.addressIsSecret ?? false);
  }
}

/** What a server that speaks TLS alone does without it differs; whether it is one can be asked. */
async function tlsMissing({ host, port, tls }: DependencyCheck, dialer: Dialer, { reason }: Failure) {
  const strange = reason === 'ProtocolError' || reason === 'ConnectionClosed';
  if (tls.mode !== 'disable' || !strange || !(await dialer.speaksTls({ host, port }))) return undefined;
  return { reason: 'TlsRequired', message: 'it speaks TLS, and the spec says not to' } as const;
}

function expiring(expiresAtMs: number | undefined, nowMs: number): Verdict | undefined {
  if (expiresAtMs === undefined || expiresAtMs - nowMs > warnBeforeMs) return undefined;
  const day = new Date(expiresAtMs).toISOString().slice(0, 10);
  return {
    state: 'CertificateExpiring',
    reason: 'CertificateExpiresSoon',
    message: `it answers; a certificate of the server expires on ${day}`,
    expiresAtMs,
  };
}

function verdictOf({ reason, message }: Failure): Verdict {
  switch (reason) {
    case 'PasswordRejected':
    case 'PasswordRequired':
    case 'PasswordNotExpected':
    case 'LoginRefused':
    case 'MechanismRefused':
    case 'DatabaseMissing':
      return { state: 'AuthenticationFailed', reason, message };
    case 'ThroughSidecar':
    case 'NotAllowed':
    case 'Off':
    case 'OutsideCluster':
    case 'NoPod':
    case 'SettingsUnreadable':
    case 'Pending':
    case 'CheckFailed':
      return notChecked(reason, message);
    default:
      return { state: 'Unreachable', reason, message };
  }
}
