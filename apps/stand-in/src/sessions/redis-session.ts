import type { RedisDependency } from '../dependency.ts';
import { onAbort, type Session, sessionTimeoutMs, type Who } from './session.ts';
import { tlsOptions } from './tls-options.ts';

/** A stream keeps about so many entries. */
const maxEntries = 1_000;

/** Adds to the stream of interactions that are to be routed, and reads the last instruction that came back. */
export async function openRedis(
  dependency: RedisDependency,
  { tenantSid, pod }: Who,
  signal: AbortSignal,
): Promise<Session> {
  const { command, lost } = await connect(dependency, signal);
  const [toRoute, instructions] = [`ixn-${tenantSid}-to-route`, `ixn-${tenantSid}-instructions`];
  const exchange = async () => {
    const id = await command(['XADD', toRoute, 'MAXLEN', '~', String(maxEntries), '*', 'pod', pod]);
    const answer = await command(['XREVRANGE', instructions, '+', '-', 'COUNT', '1']);
    const told = Array.isArray(answer) && answer.length > 0 ? JSON.stringify(answer[0]) : 'nothing';
    return `added ${String(id)} to ${toRoute}, was told ${told}`;
  };
  return { exchange, lost };
}

interface Connected {
  /** Sends a command, whose second word is the key that it is about. */
  readonly command: (words: readonly [name: string, key: string, ...others: string[]]) => Promise<unknown>;
  readonly lost: Promise<never>;
}

async function connect(
  { endpoints, cluster, password, tls }: RedisDependency,
  signal: AbortSignal,
): Promise<Connected> {
  const { createClient, createCluster } = await import('@redis/client');
  const common = { connectTimeout: sessionTimeoutMs, reconnectStrategy: false } as const;
  const socket = tls === undefined ? common : { ...common, tls: true as const, ...tlsOptions(tls) };
  const login = { ...(password !== undefined && { password }), commandOptions: { timeout: sessionTimeoutMs } };
  const rooted = endpoints.map(({ host, port }) => ({ ...login, socket: { ...socket, host, port } }));
  if (cluster) {
    const client = createCluster({ rootNodes: rooted, defaults: { ...login, socket } });
    const lost = lostOn(client);
    onAbort(signal, () => client.destroy());
    await Promise.race([client.connect(), lost]);
    return { command: ([name, key, ...others]) => client.sendCommand(key, false, [name, key, ...others]), lost };
  }
  const client = createClient(rooted[0]);
  const lost = lostOn(client);
  // A client that never came to stand has nothing to destroy, and throws.
  onAbort(signal, () => client.isOpen && client.destroy());
  await client.connect();
  return { command: (words) => client.sendCommand([...words]), lost };
}

function lostOn(client: { on(event: 'error', listener: (error: Error) => void): unknown }): Promise<never> {
  const lost = new Promise<never>((_, lose) => client.on('error', lose));
  lost.catch(() => undefined);
  return lost;
}
