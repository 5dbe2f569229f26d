import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RedisBinary } from '../binaries/redis-binary.ts';
import type { Run } from '../run.ts';
import type { Server } from '../server.ts';
import type { ServiceOptions } from '../service.ts';
import { type TlsFiles, type TlsMaterial, tlsFilesIn, writeTlsFiles } from '../tls.ts';
import { type RedisLogin, askRedis } from './ask-redis.ts';

export interface RedisOptions extends ServiceOptions {
  /** Default: none is asked for. */
  readonly password?: string | undefined;
  /** With it the server speaks TLS alone; clients need no certificate. */
  readonly tls?: TlsMaterial | undefined;
}

export interface RedisNode {
  readonly run: Run;
  readonly binary: RedisBinary;
  readonly login: RedisLogin;
  readonly tlsFiles: TlsFiles | undefined;
  /** Port on which the nodes of a cluster talk to each other; undefined for a server that stands alone. */
  readonly busPort?: number;
}

export async function prepareTls(run: Run, tls: TlsMaterial | undefined): Promise<TlsFiles | undefined> {
  if (tls === undefined) return undefined;
  const files = tlsFilesIn(run.folder);
  await writeTlsFiles(files, tls);
  return files;
}

/** Starts one redis-server, ready when it answers commands. */
export async function launchNode({ run, binary, login, tlsFiles, busPort }: RedisNode): Promise<Server> {
  const { host, port, password } = login;
  const name = `redis-${port}`;
  const folder = join(run.data, name);
  await mkdir(folder);
  const flags: readonly (readonly [string, string])[] = [
    ['bind', host],
    ['dir', folder],
    ['save', ''],
    ['appendonly', 'yes'], // what was answered outlives the process, if not the machine
    ['appendfsync', 'no'],
    ...(tlsFiles === undefined ? plainFlags(port) : tlsFlags(port, tlsFiles)),
    ...(password === undefined ? [['protected-mode', 'no'] as const] : passwordFlags(password)),
    ...(busPort === undefined ? [] : clusterFlags(host, busPort, tlsFiles !== undefined)),
  ];
  return run.launch({
    name,
    command: binary.path,
    args: flags.flatMap(([flag, value]) => [`--${flag}`, value]),
    env: binary.env,
    isReady: async () => (await askRedis(login, ['PING'])) === 'PONG',
  });
}

function plainFlags(port: number) {
  return [['port', String(port)]] as const;
}

function tlsFlags(port: number, files: TlsFiles) {
  return [
    ['port', '0'],
    ['tls-port', String(port)],
    ['tls-cert-file', files.certificate],
    ['tls-key-file', files.key],
    ['tls-ca-cert-file', files.authority],
    ['tls-auth-clients', 'no'],
  ] as const;
}

function passwordFlags(password: string) {
  return [
    ['requirepass', password],
    ['masterauth', password],
  ] as const;
}

function clusterFlags(host: string, busPort: number, tls: boolean) {
  return [
    ['cluster-enabled', 'yes'],
    ['cluster-port', String(busPort)],
    ['cluster-announce-ip', host],
    ['cluster-node-timeout', '2000'],
    // A node names the TLS ports of the others only when they talk TLS among themselves, too.
    ['tls-cluster', tls ? 'yes' : 'no'],
  ] as const;
}
