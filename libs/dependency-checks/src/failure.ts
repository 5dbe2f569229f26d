import type { Step } from './steps.ts';
import type { FailureReason } from './verdict.ts';

/** Why a check ended early. It is thrown from the depth of a protocol and caught once, where the verdict is made. */
export interface Failure {
  readonly reason: FailureReason;
  readonly message: string;
  /** Of one that took too long: what it did meanwhile. */
  readonly step?: Step;
}

const failures = Symbol('failure of a check');

export function failure(reason: FailureReason, message: string, step?: Step): Error {
  const found: Failure = { reason, message, ...(step !== undefined && { step }) };
  return Object.assign(new Error(`${reason}: ${message}`), { [failures]: found });
}

/** The failure that an error stands for; undefined for one that nobody has foreseen. */
export function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const own: unknown = Reflect.get(error, failures);
  return isFailure(own) ? own : failureOfSystem(codeOf(error));
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'reason' in value;
}

function failureOfSystem(code: string): Failure | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return { reason: 'ConnectionRefused', message: 'the connection is refused' };
    case 'ECONNRESET':
    case 'EPIPE':
      return { reason: 'ConnectionClosed', message: 'the connection was ended before an answer came' };
    case 'ETIMEDOUT':
      return { reason: 'TimedOut', message: 'no answer came to the connection' };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EACCES':
    case 'EPERM':
      return { reason: 'NoRoute', message: `no way leads to the address (${code})` };
    default:
      return undefined;
  }
}
