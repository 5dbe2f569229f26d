/** Node's code of a failure to connect, such as ECONNREFUSED; of several attempts at once, that of the last. */
export function errorCode(error: unknown): string {
  if (error instanceof AggregateError) {
    const last: unknown = error.errors.at(-1);
    if (last !== undefined) return errorCode(last);
  }
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
}
