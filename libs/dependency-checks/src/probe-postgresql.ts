import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { ProtocolSettings } from './dependency-check.ts';
import type { Dialer, Place } from './dialer.ts';
import { failure } from './failure.ts';
import { logInToPostgresql, refusalOf } from './postgresql-login.ts';
import { readBytes } from './read-bytes.ts';

type PostgresqlSettings = Extract<ProtocolSettings, { readonly kind: 'postgresql' }>;

/** Whether a PostgreSQL server answers and, with a login, lets us into the database. Gives words for the verdict. */
export async function probePostgresql(dialer: Dialer, place: Place, { login }: PostgresqlSettings): Promise<string> {
  const stream = await dialer.open(place, askForTls);
  if (login === undefined) {
    await dialer.speak(() => greet(stream));
    return 'the server answers; nobody has logged in';
  }
  await dialer.speak(() => logInToPostgresql(stream, login));
  return 'the user can log in to the database';
}

/** PostgreSQL begins without TLS and is asked for it. */
async function askForTls(socket: Socket): Promise<void> {
  const request = Buffer.alloc(8);
  request.writeInt32BE(8, 0);
  request.writeInt32BE(80_877_103, 4);
  socket.write(request);
  const answer = (await readBytes(socket, 1)).toString('latin1');
  if (answer === 'N') throw failure('TlsNotOffered', 'the server does not speak TLS');
  // Bytes that came with the answer could be somebody else's, and would count as encrypted.
  if (answer !== 'S' || socket.readableLength > 0) throw foreign();
}

/** Any login is begun and left: whoever asks for a password, or refuses in the way of PostgreSQL, is one. */
async function greet(stream: Duplex): Promise<void> {
  const parameters = Buffer.from('user\0interaction-server-operator\0database\0postgres\0\0');
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + parameters.length, 0);
  head.writeInt32BE(196_608, 4); // version 3.0 of the protocol
  stream.write(Buffer.concat([head, parameters]));
  const start = await readBytes(stream, 5);
  const kind = start.toString('latin1', 0, 1);
  const length = start.readUInt32BE(1);
  if (!'REv'.includes(kind) || length < 8 || length > 10_000) throw foreign();
  const body = await readBytes(stream, length - 4);
  const code = kind === 'E' ? /(?:^|\0)C([0-9A-Z]{5})\0/.exec(body.toString('latin1'))?.[1] : undefined;
  if (kind === 'E' && code === undefined) throw foreign();
  const refusal = code === undefined ? undefined : refusalOf(code);
  // Who is nobody may be turned away.
  if (refusal !== undefined && ['StartingUp', 'TooManyConnections'].includes(refusal.reason)) {
    throw failure(refusal.reason, refusal.message);
  }
}

function foreign(): Error {
  return failure('ProtocolError', 'it does not answer as PostgreSQL does');
}
