import type { Dialer, Place } from './dialer.ts';
import { failure } from './failure.ts';
import { httpGet } from './http-get.ts';

/** Whether an HTTP server answers; what it thinks of the path is its own business. Gives words for the verdict. */
export async function probeHttp(dialer: Dialer, place: Place): Promise<string> {
  const stream = await dialer.open(place);
  const { status } = await dialer.speak(() => httpGet(stream, place, '/'));
  if (status >= 500) throw failure('ServerError', `it answers with HTTP status ${status}`);
  return `it answers (HTTP status ${status})`;
}

/** Whether a Consul agent answers and knows a leader. Gives words for the verdict. */
export async function probeConsul(dialer: Dialer, place: Place): Promise<string> {
  const stream = await dialer.open(place);
  const { status, body } = await dialer.speak(() => httpGet(stream, place, '/v1/status/leader'));
  if (status === 403) throw failure('LoginRefused', 'the agent does not let the operator ask it');
  if (status === 500 && body.includes('No cluster leader')) throw failure('NoLeader', 'Consul has no leader');
  if (status >= 500) throw failure('ServerError', `the agent answers with HTTP status ${status}`);
  // The leader's address as a JSON string.
  if (status !== 200 || !/^"[^"]*"\s*$/.test(body)) {
    throw failure('ProtocolError', `it answers with HTTP status ${status}, and not as a Consul agent does`);
  }
  if (body.startsWith('""')) throw failure('NoLeader', 'Consul has no leader');
  return 'the agent answers and knows a leader';
}
