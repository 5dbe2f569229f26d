import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually, freePort, freePorts, startServer } from './loopback.testing.ts';

const main = resolve(import.meta.dirname, 'main.ts');

/** Starts the program with these arguments and no environment but the given one. */
function start(args: readonly (string | number)[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [main, ...args.map(String)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close').then(([exitCode]: readonly unknown[]) => ({ exitCode, ...said }));
  return { said, ended, terminate: () => child.kill('SIGTERM') };
}

const identity = { TENANT_ID: 'tenant', TENANT_SID: '100' };

describe('the program', () => {
  it('ends with 2 and says why when it is asked wrongly', async () => {
    const { exitCode, stdout, stderr } = await start(['serve', '--role', 'gws']).ended;
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe('--role must be one of ixnServer, ixnNode, ixnVQNode\nTry --help.\n');
  });

  it('explains itself', async () => {
    expect(await start(['--help']).ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('ends with 1 and every reason when its configuration is wrong', async () => {
    const { exitCode, stderr } = await start(['serve', '--role', 'ixnVQNode'], { ...identity, HEALTH_PORT: 'x' }).ended;
    expect(exitCode).toBe(1);
    expect(stderr).toBe('DEFAULT_PORT is missing\nHEALTH_PORT must be a port from 1 to 65535, and is x\n');
  });

  it('ends with 1 when its port is taken', async () => {
    const { port } = await startServer();
    const env = { ...identity, DEFAULT_PORT: String(port), HEALTH_PORT: String(await freePort()) };
    const { exitCode, stderr } = await start(['serve', '--role', 'ixnVQNode'], env).ended;
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('EADDRINUSE')]);
  });

  it('adds what it logs to a file of its own in the folder that it is given, and replaces none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [defaultPort = 0, healthPort = 0] = await freePorts(2);
    const env = { ...identity, DEFAULT_PORT: String(defaultPort), HEALTH_PORT: String(healthPort) };
    const path = join(folder, `${hostname()}.log`);
    writeFileSync(path, 'of before\n');
    const server = start(['serve', '--role', 'ixnServer', '--log-folder', folder], env);
    await eventually(() => expect(server.said.stdout).toContain('"event":"listening"'));
    expect(readFileSync(path, 'utf8')).toMatch(/^of before\n\{.*"event":"listening".*\}\n$/);
  });

  it('serves until it is told to end, and then ends though its clients stay', async () => {
    const [defaultPort = 0, healthPort = 0] = await freePorts(2);
    const env = { ...identity, DEFAULT_PORT: String(defaultPort), HEALTH_PORT: String(healthPort) };
    const server = start(['serve', '--role', 'ixnVQNode'], { ...env, KAFKA_BOOTSTRAP_SERVERS: '127.0.0.1:1' });
    await eventually(() => expect(server.said.stdout).toContain('"event":"listening"'));
    // fetch keeps its connection open.
    expect((await fetch(`http://127.0.0.1:${healthPort}/health`)).status).toBe(200);
    const { exitCode, stdout } = await start(['dial', '127.0.0.1', defaultPort]).ended;
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      0,
      { ok: true, reached: `ixnVQNode tenant ${hostname()}`, durationMs: expect.any(Number) },
    ]);
    server.terminate();
    expect(await server.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('listens until it is told to end', async () => {
    const port = await freePort();
    const listener = start(['listen', port, '--name', 'kafka']);
    await eventually(() => expect(listener.said.stdout).toContain('"event":"listening"'));
    const { exitCode, stdout } = await start(['dial', 'localhost', port, '--http', '/x']).ended;
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { ok: true, reached: 'HTTP 200' }]);
    listener.terminate();
    expect(await listener.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('ends with 1 when a connection did not get through', async () => {
    const { exitCode, stdout } = await start(['dial', '127.0.0.1', await freePort()]).ended;
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([1, { ok: false, error: 'ECONNREFUSED' }]);
  });

  it('ends with 1 when there is no database to make a schema in', async () => {
    const { exitCode, stderr } = await start(['init-schema']).ended;
    expect([exitCode, stderr]).toEqual([1, 'connection 16 is not configured\n']);
  });

  it('sleeps until it is told to end', async () => {
    const sleeper = start(['sleep']);
    await eventually(() => expect(sleeper.said.stdout).toContain('"event":"sleeping"'));
    sleeper.terminate();
    expect(await sleeper.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
