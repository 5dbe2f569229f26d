import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/**
 * Ports of an address of this machine on which nobody listens now. They lie below the range from which operating systems take the
 * ports of outgoing connections (from 32768 on Linux), so that none is lost to such a connection before it is used,
 * nor while its component is being restarted.
 */
export async function findFreePorts(count: number, host = '127.0.0.1'): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const candidate = randomInt(20_000, 32_768);
    if (await isFree(candidate, host)) ports.add(candidate);
  }
  return [...ports];
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
