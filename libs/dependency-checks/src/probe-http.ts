import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { formatHostPort } from '@ixn/connections';
import type { Dialer, Place } from './dialer.ts';
import { codeOf, failure } from './failure.ts';

/** Whether an HTTP server answers; what it thinks of the path is its own business. Gives words for the verdict. */
export async function probeHttp(dialer: Dialer, place: Place): Promise<string> {
  const stream = await dialer.open(place);
  const { status } = await dialer.speak(() => get(stream, place, '/'));
  if (status >= 500) throw failure('ServerError', `it answers with HTTP status ${status}`);
  return `it answers (HTTP status ${status})`;
}

/** Whether a Consul agent answers and knows a leader. Gives words for the verdict. */
export async function probeConsul(dialer: Dialer, place: Place): Promise<string> {
  const stream = await dialer.open(place);
  const { status, body } = await dialer.speak(() => get(stream, place, '/v1/status/leader'));
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

interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

const maxBodyBytes = 65_536;

function get(stream: Duplex, { host, port }: Place, path: string): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({
      createConnection: () => stream,
      path,
      headers: { host: formatHostPort(host, port), connection: 'close', accept: '*/*' },
      maxHeaderSize: maxBodyBytes,
    });
    const fail = (error: unknown) => reject(httpFailure(error));
    asked.on('error', fail);
    asked.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = () => resolve({ status, body: Buffer.concat(chunks).toString('utf8') });
      response.on('error', fail);
      response.on('end', finish);
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes >= maxBodyBytes) finish();
      });
    });
    asked.end();
  });
}

function httpFailure(error: unknown): unknown {
  return codeOf(error).startsWith('HPE_') ? failure('ProtocolError', 'it does not answer in HTTP') : error;
}
