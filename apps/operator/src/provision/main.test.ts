import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProvision } from './main.ts';

let folder: string;
let server: Server;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ixn-provision-'));
  for (const name of ['db-secrets', 'db-admin']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'username'), `canary-${name}`);
    await writeFile(join(folder, name, 'password'), 'canary-password');
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  server.close();
  await rm(folder, { recursive: true });
});

/** The port of a server that says the same to everybody. */
async function startServer(says: string): Promise<number> {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(says, 'latin1'));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('the program that provisions', () => {
  it.each([
    ['a server that is none of PostgreSQL, asked for TLS', 'require', 'X'],
    ['a server that knows other ways to log in', 'disable', 'R\0\0\0\x16\0\0\0\x0acanary-login\0\0'],
  ])('has last words for %s, in which is nothing that the server said', async (_, sslMode, says) => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const port = await startServer(says);
    const lastWordsPath = join(folder, 'last-words');
    const exitCode = await runProvision({
      DB_HOST: '127.0.0.1',
      DB_PORT: String(port),
      DB_NAME: 'ixn-100',
      DB_SSL_MODE: sslMode,
      DB_ROLE_SECRET: 'ixn-db-secret-100',
      DB_ADMIN_SECRET: 'pg-admin',
      SECRETS_FOLDER: folder,
      TERMINATION_LOG: lastWordsPath,
    });
    const output = write.mock.calls.map(([text]) => String(text)).join('');
    expect(exitCode).toBe(1);
    const words = `DatabaseServerFailed: 127.0.0.1:${port} answers in a way that is not understood (Error)`;
    expect(await readFile(lastWordsPath, 'utf8')).toBe(words);
    expect(output).toContain(words);
    expect(output).not.toContain('canary');
  });
});
