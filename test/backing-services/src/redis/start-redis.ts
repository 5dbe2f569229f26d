import { findFreePorts } from '@ixn/control-plane';
import { findRedis } from '../binaries/redis-binary.ts';
import { withRun } from '../run.ts';
import { type Service, assembleService } from '../service.ts';
import { type RedisOptions, launchNode, prepareTls } from './redis-node.ts';
import { askRedis } from './ask-redis.ts';

/** A single Redis server; what it stores outlives a restart. */
export interface Redis extends Service {
  /** Sends one command, such as `['SET', 'key', 'value']`, and gives the answer. */
  command(words: readonly string[]): Promise<unknown>;
}

/** Starts one Redis server; ready in less than a second. */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const { host = '127.0.0.1', password } = options;
  const binary = await findRedis(options);
  return withRun('redis', options, async (run) => {
    const [port = 0] = await findFreePorts(1, host);
    const tlsFiles = await prepareTls(run, options.tls);
    const login = { host, port, password, tls: tlsFiles !== undefined };
    const server = await launchNode({ run, binary, login, tlsFiles });
    const service = assembleService({ run, servers: [server], host, port, tlsFiles });
    return { ...service, command: (words) => askRedis(login, words) };
  });
}
