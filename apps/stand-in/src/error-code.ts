/**
 * The code of a failure: Node's, such as ECONNREFUSED, PostgreSQL's, such as 28P01, Redis' first word, such as WRONGPASS. Of
 * several attempts it is that of the last, and of a failure with a cause that of the cause. Never words, which may hold a secret.
 */
export function errorCode(error: unknown): string {
  return deepestCode(error) ?? 'UNKNOWN';
}

/** An error that is told by this code. */
export function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Kafka's word for a login that is refused; its cause says less. */
const loginRefused = 'PLT_KFK_AUTHENTICATION';

function deepestCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && error.code === loginRefused) return loginRefused;
  const last: unknown = error instanceof AggregateError ? error.errors.at(-1) : undefined;
  const below = deepestCode(last) ?? deepestCode(error.cause);
  if (below !== undefined) return below;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return /^[A-Z]{3,}(?= )/.exec(error.message)?.[0];
}
