import { Duplex } from 'node:stream';
import type { Credentials } from './dependency-check.ts';
import { type Failure, failure, failureOf } from './failure.ts';
import { maxAnswerBytes } from './read-bytes.ts';

export type PostgresqlLogin = Credentials & { readonly database: string };

/** Logs in over a connection that stands, and out again. Throws a failure when the server does not let us. */
export async function logInToPostgresql(stream: Duplex, login: PostgresqlLogin): Promise<void> {
  const { Client, DatabaseError } = await import('pg'); // only an operator that checks databases pays for it
  const gate = gateTo(stream);
  const client = new Client({
    user: login.username.reveal(),
    password: login.password.reveal(),
    database: login.database,
    application_name: 'interaction-server-operator',
    ssl: false, // the connection has it already, where it is wanted
    stream: () => gate,
  });
  client.on('error', () => undefined); // who waits hears of it
  try {
    await client.connect();
  } catch (error) {
    throw error instanceof DatabaseError ? explainRefusal(error) : explain(error);
  }
  await client.end();
}

function explainRefusal({
  code,
  message: words,
}: {
  readonly code?: string | undefined;
  readonly message: string;
}): Error {
  // The client makes an error without a code of what it does not understand.
  if (code === undefined) return foreign();
  // The code is the one of all refusals by address; the words alone tell this one.
  if (code === '28000' && /no encryption|SSL off/.test(words)) {
    return failure('TlsRequired', 'the server takes this user over TLS alone');
  }
  const { reason, message } = refusalOf(code);
  return failure(reason, message);
}

function explain(error: unknown): Error {
  const known = failureOf(error);
  if (known !== undefined) return failure(known.reason, known.message);
  if (error instanceof Error && error.message.startsWith('Connection terminated')) {
    return failure('ConnectionClosed', 'the connection was ended before an answer came');
  }
  return foreign();
}

function foreign(): Error {
  return failure('ProtocolError', 'it does not answer as PostgreSQL does');
}

/** What an SQLSTATE means for who wants to log in. */
export function refusalOf(code: string): Failure {
  switch (code) {
    case '28P01':
      return { reason: 'PasswordRejected', message: 'user or password is wrong' };
    case '28000':
      return { reason: 'LoginRefused', message: 'the server does not let this user log in from here' };
    case '42501':
      return { reason: 'LoginRefused', message: 'the user may not connect to the database' };
    case '3D000':
      return { reason: 'DatabaseMissing', message: 'the database does not exist' };
    case '53300':
      return { reason: 'TooManyConnections', message: 'the server takes no more connections' };
    case '57P01':
    case '57P02':
    case '57P03':
      return { reason: 'StartingUp', message: 'the server is starting, recovering or stopping' };
    default:
      return { reason: 'ServerError', message: `the server answers with SQLSTATE ${code}` };
  }
}

/**
 * The connection as the client wants it: not yet connected. What the client throws over bytes that it cannot read ends the
 * connection here, and would end the process if the client read from the socket itself.
 */
function gateTo(stream: Duplex): Duplex {
  let received = 0;
  const gate = new Duplex({
    read: () => undefined,
    write: (chunk, _, done) => void stream.write(chunk, done),
    final: (done) => void stream.end(done),
  });
  stream.on('data', (chunk: Buffer) => {
    received += chunk.length;
    try {
      if (received <= maxAnswerBytes) gate.emit('data', chunk);
      else throw new RangeError('too long');
    } catch {
      gate.destroy(foreign());
      stream.destroy();
    }
  });
  stream.once('close', () => gate.destroy(stream.errored ?? undefined));
  return Object.assign(gate, {
    setNoDelay: () => gate,
    connect: () => queueMicrotask(() => gate.emit('connect')),
  });
}
