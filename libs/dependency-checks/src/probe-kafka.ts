import type { ProtocolSettings } from './dependency-check.ts';
import type { Dialer, Place } from './dialer.ts';
import { failure, failureOf } from './failure.ts';
import { type KafkaReader, type KafkaRequest, bytesOf, createKafkaChannel, int32, stringOf } from './kafka-wire.ts';
import { nodeAt, probeNodes } from './probe-nodes.ts';
import { type Derivation, logInByScram } from './scram.ts';

type KafkaSettings = Extract<ProtocolSettings, { readonly kind: 'kafka' }>;
type Login = NonNullable<KafkaSettings['login']>;
type Ask = (request: KafkaRequest) => Promise<KafkaReader>;

const metadata = 3;
const saslHandshake = 17;
const apiVersions = 18;
const saslAuthenticate = 36;

/** Whether a Kafka broker lets us in and answers, and all brokers that it names do. Gives words for the verdict. */
export async function probeKafka(
  dialer: Dialer,
  place: Place,
  { login }: KafkaSettings,
  hideAddresses: boolean,
): Promise<string> {
  const enter = async (broker: Place) => {
    const ask = createKafkaChannel(await dialer.open(broker));
    const version = await dialer.speak(() => metadataVersion(ask));
    if (login !== undefined) {
      await dialer.speak((signal) => logIn(ask, login, { inTurn: dialer.inTurn, signal }));
    }
    return { ask, version };
  };
  const { ask, version } = await enter(place);
  const brokers = await dialer.speak(() => brokersOf(ask, version, login !== undefined));
  const count = await probeNodes(brokers, place, hideAddresses, enter);
  return count === 1 ? 'the broker answers' : `all ${count} brokers answer`;
}

/** The newest version of the metadata request that the broker knows and that is written without tagged fields. */
async function metadataVersion(ask: Ask): Promise<number> {
  const answer = await ask({ key: apiVersions, version: 0, body: Buffer.alloc(0) });
  const error = answer.int16();
  if (error !== 0) throw failure('ServerError', `the broker answers with error ${error}`);
  const apis = answer.list(() => ({ key: answer.int16(), min: answer.int16(), max: answer.int16() }));
  const found = apis.find(({ key }) => key === metadata);
  const version = Math.min(found?.max ?? -1, 8);
  // Version 0 could not ask without asking for all topics.
  if (found === undefined || version < Math.max(found.min, 1)) {
    throw failure('ProtocolError', 'the broker knows no metadata request that could be made');
  }
  return version;
}

/** Asks about no topic, so that none is needed and none is made. */
async function brokersOf(ask: Ask, version: number, loggedIn: boolean): Promise<readonly Place[]> {
  const flags = version >= 8 ? 3 : version >= 4 ? 1 : 0;
  const answer = await ask({
    key: metadata,
    version,
    body: Buffer.concat([int32(0), Buffer.alloc(flags)]),
  }).catch((error: unknown) => {
    // A broker that wants a login first says so in no other way.
    const closed = failureOf(error)?.reason === 'ConnectionClosed';
    throw closed && !loggedIn ? failure('PasswordRequired', 'the broker wants a login, and none is given') : error;
  });
  if (version >= 3) answer.int32(); // how long it has held the request back
  const brokers = answer.list(() => {
    answer.int32(); // its id
    const broker = { host: answer.string(), port: answer.int32() };
    answer.string(); // its rack
    return broker;
  });
  if (brokers.length === 0) throw failure('ServerError', 'the broker knows of no broker');
  return brokers.map(({ host, port }) => nodeAt(host, port));
}

async function logIn(ask: Ask, login: Login, derivation: Derivation): Promise<void> {
  const answer = await ask({ key: saslHandshake, version: 1, body: stringOf(login.mechanism) });
  const error = answer.int16();
  if (error !== 0) throw refusal(error);
  const exchange = async (message: string) => {
    const reply = await ask({ key: saslAuthenticate, version: 0, body: bytesOf(message) });
    const refused = reply.int16();
    if (refused !== 0) throw refusal(refused);
    reply.string(); // words for the error that there is not
    return reply.bytes();
  };
  switch (login.mechanism) {
    case 'PLAIN':
      await exchange(`\0${login.username.reveal()}\0${login.password.reveal()}`);
      return;
    case 'SCRAM-SHA-256':
      return logInByScram('sha256', login, exchange, derivation);
    case 'SCRAM-SHA-512':
      return logInByScram('sha512', login, exchange, derivation);
  }
}

function refusal(error: number): Error {
  switch (error) {
    case 58:
      return failure('PasswordRejected', 'user or password is wrong');
    case 33:
      return failure('MechanismRefused', 'the broker does not take logins of this mechanism');
    case 34:
      return failure('PasswordNotExpected', 'a login is given, and the broker wants none on this port');
    default:
      return failure('ServerError', `the broker answers with error ${error}`);
  }
}
