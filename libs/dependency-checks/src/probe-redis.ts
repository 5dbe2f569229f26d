import type { Duplex } from 'node:stream';
import type { ProtocolSettings } from './dependency-check.ts';
import type { Dialer, Place } from './dialer.ts';
import { failure, failureOf } from './failure.ts';
import { nodeAt, probeNodes } from './probe-nodes.ts';
import { type RespValue, askRedis } from './resp.ts';

type RedisSettings = Extract<ProtocolSettings, { readonly kind: 'redis' }>;

/** Whether a Redis server lets us in and answers, and all nodes of its cluster do. Gives words for the verdict. */
export async function probeRedis(
  dialer: Dialer,
  place: Place,
  settings: RedisSettings,
  hideAddresses: boolean,
): Promise<string> {
  const ask = async (node: Place) => {
    const stream = await dialer.open(node);
    await dialer.speak(() => greet(stream, settings));
    return stream;
  };
  const stream = await ask(place);
  if (!settings.cluster) return 'it answers PING';
  const nodes = await dialer.speak(async () => clusterNodes(await askRedis(stream, ['CLUSTER', 'SLOTS']), place));
  const count = await probeNodes(nodes, place, hideAddresses, ask);
  return `all ${count} nodes of the cluster answer PING`;
}

/** Whether a Redis server answers at a place without TLS. Nothing is said that is not for everybody. */
export async function speaksPlainRedis(dialer: Dialer, place: Place): Promise<boolean> {
  try {
    const stream = await dialer.openPlain(place);
    const { kind } = await dialer.speak(() => askRedis(stream, ['PING']));
    return kind === 'text' || kind === 'error';
  } catch (error) {
    if (failureOf(error) === undefined) throw error;
    return false;
  }
}

async function greet(stream: Duplex, { login }: RedisSettings): Promise<void> {
  if (login !== undefined) {
    const user = login.username === undefined ? [] : [login.username.reveal()];
    const answer = await askRedis(stream, ['AUTH', ...user, login.password.reveal()]);
    if (answer.kind === 'error') throw refusal(answer.text);
  }
  const answer = await askRedis(stream, ['PING']);
  // A user who may not PING is in nevertheless.
  if (answer.kind === 'error' && !answer.text.startsWith('NOPERM')) throw refusal(answer.text);
  if (answer.kind !== 'error' && (answer.kind !== 'text' || answer.text !== 'PONG')) {
    throw failure('ProtocolError', 'it does not answer as Redis does');
  }
}

function refusal(text: string): Error {
  const word = text.split(' ')[0] ?? '';
  if (word === 'WRONGPASS' || text.includes('invalid password')) {
    return failure('PasswordRejected', 'user or password is wrong');
  }
  if (word === 'NOAUTH') return failure('PasswordRequired', 'it wants a password, and none is given');
  if (text.includes('without any password configured') || text.includes('no password is set')) {
    return failure('PasswordNotExpected', 'a password is given, and it has none');
  }
  if (word === 'DENIED') return failure('LoginRefused', 'it takes connections of its own host alone (protected mode)');
  if (word === 'LOADING' || word === 'BUSY') return failure('StartingUp', 'it loads its data or is busy');
  if (text.includes('max number of clients')) return failure('TooManyConnections', 'it takes no more connections');
  return failure('ServerError', `it answers with an error${/^[A-Z]{2,16}$/.test(word) ? ` (${word})` : ''}`);
}

const slots = 16_384;

/** The nodes that CLUSTER SLOTS names; one without a host is the one that was asked. */
function clusterNodes(answer: RespValue, asked: Place): readonly Place[] {
  if (answer.kind === 'error') {
    if (answer.text.includes('cluster support disabled')) throw failure('NotACluster', 'it belongs to no cluster');
    throw refusal(answer.text);
  }
  const ranges = itemsOf(answer).map((range) => itemsOf(range));
  const served = ranges.reduce((sum, [first, last]) => sum + integerOf(last) - integerOf(first) + 1, 0);
  if (served < slots) {
    throw failure('ClusterIncomplete', `${slots - served} of ${slots} slots of the cluster are served by no node`);
  }
  return ranges.flatMap(([, , ...nodes]) =>
    nodes.map((node) => {
      const [host, port] = itemsOf(node);
      const name = host?.kind === 'text' && host.text !== '' ? host.text : asked.host;
      return nodeAt(name, integerOf(port));
    }),
  );
}

function itemsOf(value: RespValue): readonly RespValue[] {
  return value.kind === 'list' ? value.items : [];
}

function integerOf(value: RespValue | undefined): number {
  return value?.kind === 'integer' ? value.value : Number.NaN;
}
