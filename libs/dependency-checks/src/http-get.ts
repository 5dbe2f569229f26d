import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { formatHostPort } from '@ixn/connections';
import type { Place } from './dialer.ts';
import { codeOf, failure } from './failure.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

const maxHeaderBytes = 65_536;

/** Asks for a path over a connection that stands; of a body that is longer than `maxBodyBytes` only the beginning is read. */
export function httpGet(
  stream: Duplex,
  { host, port }: Place,
  path: string,
  maxBodyBytes = 65_536,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({
      createConnection: () => stream,
      path,
      headers: { host: formatHostPort(host, port), connection: 'close', accept: '*/*' },
      maxHeaderSize: maxHeaderBytes,
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
