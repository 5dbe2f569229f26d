import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { cacheFolder } from './binaries/fill-cache.ts';
import { type ControlPlane, isWrite, poll, readAuditLog, startControlPlane } from './index.ts';
import { isAlive } from './process/process-identity.ts';
import { type RunRecord, cleanUpDeadRuns, readRunRecord } from './process/run-records.ts';

const runs = join(cacheFolder(), 'runs');

/** The record of the control plane that a process owns. */
async function recordOf(ownerPid: number): Promise<RunRecord | undefined> {
  const records = await Promise.all((await readdir(runs)).map((file) => readRunRecord(join(runs, file))));
  return records.find((record) => record?.owner.pid === ownerPid);
}

async function allGone({ processes }: RunRecord): Promise<void> {
  await poll({ until: 'every recorded process is gone', timeoutMs: 20_000 }, async () =>
    processes.some(isAlive) ? undefined : true,
  );
}

describe('startControlPlane', () => {
  let controlPlane: ControlPlane;
  beforeAll(async () => {
    controlPlane = await startControlPlane({ auditLog: true });
  });
  afterAll(async () => {
    await controlPlane.stop();
  });

  it('starts a Kubernetes of the version that the go.mod names, with a default namespace that takes pods', async () => {
    expect(controlPlane.version).toMatch(/^v1\.\d+\.\d+$/);
    const { stdout } = await controlPlane.kubectl(['version', '-o', 'json']);
    expect(stdout).toContain(`"gitVersion": "${controlPlane.version}"`);
    expect((await controlPlane.kubectl(['run', 'pod', '--image=example:1'])).stderr).toBe('');
  });

  it('hands kubectl its input and its result back', async () => {
    const result = await controlPlane.kubectl(['apply', '-f', '-'], { stdin: 'kind: Nonsense' });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('apiVersion not set');
  });

  it('lets other users do only what their roles allow', async () => {
    const path = join(controlPlane.folder, 'ada.kubeconfig');
    await writeFile(path, controlPlane.kubeconfigFor('ada', ['readers']));
    const asAda = (...args: readonly string[]) => controlPlane.kubectl([`--kubeconfig=${path}`, ...args]);

    expect((await asAda('auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}')).stdout).toBe('ada');
    expect((await asAda('get', 'pods')).stderr).toContain('pods is forbidden: User "ada" cannot list resource "pods"');
    await controlPlane.kubectl(['create', 'rolebinding', 'readers', '--clusterrole=view', '--group=readers']);
    await expect.poll(async () => (await asAda('get', 'pods')).exitCode, { timeout: 10_000 }).toBe(0);
    expect((await asAda('delete', 'pods', '--all')).stderr).toContain('is forbidden');
  });

  it('writes down who wrote what, and who read', async () => {
    const path = join(controlPlane.folder, 'writer.kubeconfig');
    await writeFile(path, controlPlane.kubeconfigFor('writer', ['system:masters']));
    const asWriter = (...args: readonly string[]) => controlPlane.kubectl([`--kubeconfig=${path}`, ...args]);
    await asWriter('create', 'configmap', 'settings', '--from-literal=colour=blue');
    await asWriter('get', 'configmap', 'settings');
    await asWriter('delete', 'configmap', 'settings', '--wait=false');
    const events = async () =>
      (await readAuditLog(controlPlane.auditLogPath ?? '')).filter(({ user }) => user === 'writer');
    const configMaps = async () => (await events()).filter(({ resource }) => resource === 'configmaps');
    await expect
      .poll(async () => (await configMaps()).map(({ verb, name }) => `${verb} ${name}`), { timeout: 10_000 })
      .toEqual(['create settings', 'get settings', 'delete settings']);
    const [created] = (await configMaps()).filter(isWrite);
    expect(created).toMatchObject({
      code: 201,
      namespace: 'default',
      apiGroup: '',
      requestObject: { data: { colour: 'blue' } },
    });
    expect(created?.userAgent).toContain('kubectl');
  });

  it('brings a component back that crashed, with all that was stored', async () => {
    await controlPlane.kubectl(['create', 'configmap', 'kept']);
    await controlPlane.restart('etcd');
    await controlPlane.restart('kube-apiserver');
    await expect
      .poll(async () => (await controlPlane.kubectl(['get', 'configmap', 'kept'])).exitCode, { timeout: 20_000 })
      .toBe(0);
  });

  it('freezes the API server so that nothing answers, and thaws it', async () => {
    controlPlane.freeze('kube-apiserver');
    const silent = controlPlane.request({ path: '/readyz', timeoutMs: 300 });
    await expect(silent).rejects.toThrow('aborted');
    controlPlane.thaw('kube-apiserver');
    await expect
      .poll(async () => (await controlPlane.request({ path: '/readyz' })).status, { timeout: 20_000 })
      .toBe(200);
  });

  it('leaves no process, no file and no record when it stops', async () => {
    const record = await recordOf(process.pid);
    expect(record?.processes.filter(isAlive)).toHaveLength(6); // five components and the guard
    await controlPlane.stop();
    expect(record?.processes.filter(isAlive)).toEqual([]);
    await expect(access(controlPlane.folder)).rejects.toThrow('ENOENT');
    expect(await recordOf(process.pid)).toBeUndefined();
  });
});

describe('startControlPlane, when a component does not start,', () => {
  it('shows the end of its log, stops the others and keeps the logs', async () => {
    const assets = await mkdtemp(join(tmpdir(), 'assets-'));
    await writeFile(join(assets, 'etcd'), '#!/bin/sh\necho "disk on fire"; exit 3\n');
    await chmod(join(assets, 'etcd'), 0o755);
    vi.stubEnv('KUBEBUILDER_ASSETS', assets);
    const folder = await mkdtemp(join(tmpdir(), 'control-plane-'));
    try {
      const message = await startControlPlane({ folder }).catch((error: unknown) => String(error));
      expect(message).toContain('etcd did not start: it ended with exit code 3. The end of its log:\ndisk on fire');
      expect(message).toContain(`logs: ${join(folder, 'logs')}`);
      expect(await readFile(join(folder, 'logs', 'etcd.log'), 'utf8')).toBe('disk on fire\n');
      expect(await recordOf(process.pid)).toBeUndefined();
    } finally {
      vi.unstubAllEnvs();
      await rm(assets, { recursive: true });
      await rm(folder, { recursive: true });
    }
  });
});

describe('npm run control-plane', () => {
  let program: ChildProcess;
  let record: RunRecord;
  let output = '';

  /** Runs it as the leader of a process group, as a shell does, until it says how to use it. */
  async function run(): Promise<number> {
    output = '';
    program = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { detached: true });
    program.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const pid = program.pid ?? 0;
    record = await poll({ until: 'it is ready', timeoutMs: 90_000 }, async () =>
      output.includes('Ctrl-C stops it') ? recordOf(pid) : undefined,
    );
    expect(record.processes.filter(isAlive)).toHaveLength(6);
    return pid;
  }

  afterEach(async () => {
    program.kill('SIGKILL');
    await cleanUpDeadRuns(runs);
  });

  it('prints its kubeconfig, runs until Ctrl-C, ends with exit code 0 and leaves nothing', async () => {
    const pid = await run();
    const kubeconfig = /export KUBECONFIG=(\S+)/.exec(output)?.[1] ?? '';
    expect(await readFile(kubeconfig, 'utf8')).toContain('client-certificate-data');
    const exit = once(program, 'exit');
    process.kill(-pid, 'SIGINT');
    expect(await exit).toEqual([0, null]);
    expect(record.processes.filter(isAlive)).toEqual([]);
    await expect(access(kubeconfig)).rejects.toThrow('ENOENT');
  });

  it('leaves nothing when its whole process group is killed', async () => {
    const pid = await run();
    process.kill(-pid, 'SIGKILL');
    await allGone(record);
    for (const path of record.removable) await expect(access(path)).rejects.toThrow('ENOENT');
    expect(await recordOf(pid)).toBeUndefined();
  });

  it('is cleared away by the next start when even its guard was killed', async () => {
    const pid = await run();
    const guard = record.processes.at(-1)?.pid ?? 0;
    process.kill(guard, 'SIGKILL');
    const exit = once(program, 'exit');
    process.kill(-pid, 'SIGKILL');
    await exit;
    expect(record.processes.filter(isAlive)).toHaveLength(5);
    expect(await cleanUpDeadRuns(runs)).toBe(5);
    await allGone(record);
    for (const path of record.removable) await expect(access(path)).rejects.toThrow('ENOENT');
  });
});
