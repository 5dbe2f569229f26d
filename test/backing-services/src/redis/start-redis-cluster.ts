import { findFreePorts, poll } from '@ixn/control-plane';
import { findRedis } from '../binaries/redis-binary.ts';
import { withRun } from '../run.ts';
import type { Server } from '../server.ts';
import { type Service, assembleService } from '../service.ts';
import { type RedisLogin, askRedis } from './ask-redis.ts';
import { type RedisOptions, launchNode, prepareTls } from './redis-node.ts';

/** A Redis cluster of three masters; its own port is that of the first. */
export interface RedisCluster extends Service {
  readonly nodes: readonly RedisClusterNode[];
  /** Sends one command to the node that has its key, and gives the answer. */
  command(words: readonly string[]): Promise<unknown>;
}

export interface RedisClusterNode extends Server {
  readonly host: string;
  readonly port: number;
}

const size = 3;
const slots = 16_384;
const meetTimeoutMs = 20_000;

/** Starts three Redis servers and makes them one cluster, all of whose slots are served; ready in about three seconds. */
export async function startRedisCluster(options: RedisOptions = {}): Promise<RedisCluster> {
  const { host = '127.0.0.1', password } = options;
  const binary = await findRedis(options);
  return withRun('redis-cluster', options, async (run) => {
    const ports = await findFreePorts(2 * size, host);
    const tlsFiles = await prepareTls(run, options.tls);
    const members = Array.from({ length: size }, (_, index) => ({
      login: { host, port: ports[index] ?? 0, password, tls: tlsFiles !== undefined },
      busPort: ports[size + index] ?? 0,
    }));
    const servers = await Promise.all(members.map((member) => launchNode({ run, binary, tlsFiles, ...member })));
    await join(members);
    const nodes = servers.map((server, index) => ({ ...server, host, port: ports[index] ?? 0 }));
    const service = assembleService({ run, servers, host, port: ports[0] ?? 0, tlsFiles });
    return { ...service, nodes, command: (words) => askWhoHasIt(members, words) };
  });
}

interface Member {
  readonly login: RedisLogin;
  readonly busPort: number;
}

async function askWhoHasIt(members: readonly Member[], words: readonly string[]): Promise<unknown> {
  const answers = await Promise.allSettled(members.map(({ login }) => askRedis(login, words)));
  const refused = (answer: PromiseSettledResult<unknown>) =>
    answer.status === 'rejected' && String(answer.reason).includes('MOVED');
  const answer = answers.find((each) => !refused(each));
  if (answer?.status !== 'fulfilled') throw new Error(`no node of the cluster answers ${words[0]}`, { cause: answer });
  return answer.value;
}

/** Makes them know each other, deals the slots out evenly, and waits until each of them calls the cluster whole. */
async function join(members: readonly Member[]): Promise<void> {
  const [first, ...others] = members;
  if (first === undefined) return;
  for (const { login, busPort } of others) {
    await askRedis(first.login, ['CLUSTER', 'MEET', login.host, String(login.port), String(busPort)]);
  }
  const borders = members.map((_, index) => Math.floor((index * slots) / members.length));
  for (const [index, { login }] of members.entries()) {
    const last = (borders[index + 1] ?? slots) - 1;
    await askRedis(login, ['CLUSTER', 'ADDSLOTSRANGE', String(borders[index]), String(last)]);
  }
  await poll({ until: 'the Redis cluster is whole', timeoutMs: meetTimeoutMs }, async () => {
    const words = await Promise.all(members.map(({ login }) => askRedis(login, ['CLUSTER', 'INFO'])));
    const whole = words.every((word) => /cluster_state:ok/.test(String(word)) && knows(String(word), members.length));
    return whole ? true : undefined;
  });
}

function knows(info: string, count: number): boolean {
  return Number(/cluster_known_nodes:(\d+)/.exec(info)?.[1] ?? 0) === count;
}
