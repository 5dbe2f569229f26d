import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { type RunRecord, cacheFolder, isAlive, readRunRecord } from '@ixn/control-plane';
import type { Service } from './service.ts';

const runs = join(cacheFolder(), 'runs');

/** The records of the services that a process owns. */
export async function recordsOwnedBy(pid: number): Promise<readonly RunRecord[]> {
  const records = await Promise.all((await readdir(runs)).map((file) => readRunRecord(join(runs, file))));
  return records.flatMap((record) => (record?.owner.pid === pid ? [record] : []));
}

/** What there still is of these runs: the ids of processes, the paths of files. */
export async function leftOf(records: readonly RunRecord[]): Promise<readonly (number | string)[]> {
  const paths = records.flatMap(({ removable }) => removable);
  const present = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  const processes = records.flatMap((record) => record.processes.filter(isAlive));
  return [...processes.map(({ pid }) => pid), ...paths.filter((_, index) => present[index])];
}

/** Stops a service of this process; gives what there was of it before, and what is left. */
export async function stopAndLook(service: Service) {
  const records = (await recordsOwnedBy(process.pid)).filter(({ removable }) => removable.includes(service.folder));
  const before = await leftOf(records);
  await service.stop();
  const after = await leftOf(records);
  const recordsLeft = (await recordsOwnedBy(process.pid)).filter(({ removable }) => removable.includes(service.folder));
  return { before: before.length, after: [...after, ...recordsLeft] };
}

/** Code of the error with which a TLS handshake ends; undefined when it succeeds. */
export function handshakeError(options: ConnectionOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', ...options }, () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  });
}
