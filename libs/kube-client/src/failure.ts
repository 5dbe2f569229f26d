/**
 * Why a request did not do what it was asked to.
 *
 * - `NotFound`, `AlreadyExists`, `Forbidden`, `Unauthorized`: as the API server's reasons of the same name.
 * - `Conflict`: a resourceVersion or UID precondition failed; read again, then decide again.
 * - `FieldConflict`: server-side apply without force met fields of another manager; `causes` names them.
 * - `Invalid`, `BadRequest`: the object or the request is wrong and stays so until it is changed.
 * - `Gone`: a resourceVersion or a continue token is too old; list again.
 * - `Throttled`: the server asked to wait; `retryAfterMs` says how long when it did.
 * - `ServerError`: any 5xx. `Timeout`: no answer in time. `ConnectionFailed`: no connection, or it broke.
 * - `BadAnswer`: what came back is not what this API answers with (a proxy's error page, broken JSON).
 * - `CredentialsFailed`: no credentials could be had (exec plugin failed, token file is missing).
 * - `Aborted`: the caller's signal ended the request.
 */
export type FailureCode =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'FieldConflict'
  | 'Invalid'
  | 'BadRequest'
  | 'Forbidden'
  | 'Unauthorized'
  | 'Gone'
  | 'Throttled'
  | 'ServerError'
  | 'Timeout'
  | 'ConnectionFailed'
  | 'BadAnswer'
  | 'CredentialsFailed'
  | 'Aborted';

/**
 * What to do about a failure: `retry` passes by itself; `conflict` needs a fresh look at the object first;
 * `throttled` needs a pause; `terminal` fails again until somebody changes something.
 */
export type FailureCategory = 'retry' | 'conflict' | 'throttled' | 'terminal';

/** One detail of a refusal, such as an invalid field or the other manager of a field. */
export interface FailureCause {
  readonly field?: string;
  readonly reason?: string;
  readonly message: string;
}

export interface Failure {
  readonly code: FailureCode;
  readonly category: FailureCategory;
  readonly message: string;
  readonly httpStatus?: number;
  readonly retryAfterMs?: number;
  readonly causes: readonly FailureCause[];
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

const categories: Readonly<Record<FailureCode, FailureCategory>> = {
  NotFound: 'terminal',
  AlreadyExists: 'conflict',
  Conflict: 'conflict',
  FieldConflict: 'conflict',
  Invalid: 'terminal',
  BadRequest: 'terminal',
  Forbidden: 'terminal',
  Unauthorized: 'retry', // tokens rotate: the next one may be good
  Gone: 'retry',
  Throttled: 'throttled',
  ServerError: 'retry',
  Timeout: 'retry',
  ConnectionFailed: 'retry',
  BadAnswer: 'retry',
  CredentialsFailed: 'retry',
  Aborted: 'terminal',
};

/** Builds a failure; the category follows from the code. */
export function failure(
  code: FailureCode,
  message: string,
  details: Pick<Failure, 'httpStatus' | 'retryAfterMs'> & { readonly causes?: readonly FailureCause[] } = {},
): Failure {
  return { code, category: categories[code], message, causes: [], ...details };
}

export function succeeded<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed(
  code: FailureCode,
  message: string,
  details: Parameters<typeof failure>[2] = {},
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: failure(code, message, details) };
}
