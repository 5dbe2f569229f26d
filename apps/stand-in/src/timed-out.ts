/** What a connection that did not come to stand in time fails with: the code that the system itself has for it. */
export function timedOut(): Error {
  return Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' });
}
