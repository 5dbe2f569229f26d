import type { DependencyCheck } from './dependency-check.ts';
import { type Dialer, type Surroundings, createDialer } from './dialer.ts';
import { type Failure, failure, failureOf } from './failure.ts';
import { probeConsul, probeHttp } from './probe-http.ts';
import { probeKafka } from './probe-kafka.ts';
import { probePostgresql } from './probe-postgresql.ts';
import { podIsSilent, probePodMetric } from './probe-pod-metric.ts';
import { probeRedis, speaksPlainRedis } from './probe-redis.ts';
import { type Verdict, notChecked, reachable } from './verdict.ts';

const dayMs = 86_400_000;

/** A certificate that ends within this time is warned of. */
const warnBeforeMs = 14 * dayMs;

/**
 * Does one check, name resolution, TCP, TLS and protocol, each within its own time limit and all within one for the whole.
 * Resolves with a verdict whatever the other side does, and leaves no connection behind. Rejects only when `signal` aborts, with
 * its reason, or on a bug.
 */
export async function checkDependency(
  check: DependencyCheck,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<Verdict> {
  const { wholeTimeoutMs } = surroundings;
  const whole = new AbortController();
  const timer = setTimeout(() => {
    whole.abort(failure('TimedOut', `the check was not through within ${wholeTimeoutMs / 1000} s`));
  }, wholeTimeoutMs);
  try {
    return await verdictWithin(AbortSignal.any([signal, whole.signal]), check, surroundings);
  } catch (error) {
    signal.throwIfAborted();
    const found = failureOf(error);
    if (found === undefined) throw error;
    return verdictOf(found, check);
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects with the signal's reason once it aborts. */
async function verdictWithin(
  signal: AbortSignal,
  check: DependencyCheck,
  surroundings: Surroundings,
): Promise<Verdict> {
  const dialer = createDialer(check, surroundings, signal);
  try {
    const message = await probe(check, dialer);
    if (check.protocol.kind === 'pod-metric') return { state: 'Reachable', reason: 'PodConnected', message };
    return expiring(dialer.expiresAtMs(), surroundings.now()) ?? reachable(message);
  } catch (error) {
    signal.throwIfAborted();
    const found = failureOf(error);
    if (found === undefined) throw error;
    return verdictOf((await tlsMistaken(check, dialer, found)) ?? found, check);
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
    case 'pod-metric':
      return probePodMetric(dialer, place, protocol);
    case 'postgresql':
      return probePostgresql(dialer, place, protocol);
    case 'redis':
      return probeRedis(dialer, place, protocol, check.addressIsSecret ?? false);
    case 'kafka':
      return probeKafka(dialer, place, protocol, check.addressIsSecret ?? false);
  }
}

/** Whether the failure comes of TLS where there is none, or of none where there is TLS: the server can be asked again. */
async function tlsMistaken(check: DependencyCheck, dialer: Dialer, { reason, step }: Failure) {
  const place = { host: check.host, port: check.port };
  if (check.tls.mode === 'disable') {
    // What a server that speaks TLS alone does without it differs.
    const strange = reason === 'ProtocolError' || reason === 'ConnectionClosed';
    if (!strange || !(await dialer.speaksTls(place))) return undefined;
    return { reason: 'TlsRequired', message: 'it speaks TLS, and the spec says not to' } as const;
  }
  // Redis takes the greeting of TLS for the beginning of a line, and waits for its end.
  const waits = check.protocol.kind === 'redis' && step === 'tls';
  if (!waits || !(await speaksPlainRedis(dialer, place))) return undefined;
  return { reason: 'TlsNotOffered', message: 'it answers without TLS, and not to TLS' } as const;
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

function verdictOf({ reason, message }: Failure, { protocol }: DependencyCheck): Verdict {
  // Nothing that keeps a pod from telling says anything of what it is connected to.
  if (protocol.kind === 'pod-metric' && reason !== 'PodNotConnected') return podIsSilent(message);
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
    case 'NotTold':
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
