import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cacheFolder } from './binaries/fill-cache.ts';
import { type Binaries, findBinaries } from './binaries/find-binaries.ts';
import type { ControlPlane, ControlPlaneOptions } from './control-plane.ts';
import { poll } from './poll.ts';
import { type Guard, startGuard } from './process/guard.ts';
import { identifySelf } from './process/process-identity.ts';
import { runCommand } from './process/run-command.ts';
import { cleanUpDeadRuns, writeRunRecord } from './process/run-records.ts';
import type { ApiClient } from './runtime/api-client.ts';
import { awaitDefaultServiceAccount, awaitNode, createNode, createStorageClass } from './runtime/cluster.ts';
import { etcd, kubeApiServer, kubeControllerManager, kubeScheduler, kwok } from './runtime/components.ts';
import { renderKubeconfig } from './runtime/kubeconfig.ts';
import { type Layout, layoutOf } from './runtime/layout.ts';
import { type Prepared, prepare } from './runtime/prepare.ts';
import { type Supervisor, createSupervisor } from './runtime/supervisor.ts';

/**
 * Starts etcd, the API server with RBAC on, the controller manager, the scheduler and simulated nodes, and resolves
 * when pods can be run. Takes some seconds, and minutes where the binaries must be made first. Rejects, with
 * the end of the log of what failed, after everything was stopped again; the logs are then kept.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const onProgress = options.onProgress ?? (() => undefined);
  const records = join(cacheFolder(), 'runs');
  const left = await cleanUpDeadRuns(records);
  if (left > 0) onProgress(`ended ${left} processes that an earlier run had left behind`);
  const binaries = await findBinaries({ onProgress, signal: options.signal });

  const ownFolder = options.folder === undefined;
  const folder = ownFolder ? await mkdtemp(join(tmpdir(), 'ixn-control-plane-')) : resolve(options.folder ?? '.');
  const layout = layoutOf(folder);
  const prepared = await prepare(layout, options);
  const removable = [ownFolder ? folder : layout.etcdData];
  const record = join(records, `${randomUUID()}.json`);
  const guard = startGuard([...removable, record]);
  const supervisor = createSupervisor({
    binaries,
    layout,
    guard,
    credentials: prepared.credentials,
    onProgress,
    onStarted: (processes) => writeRunRecord(record, { owner: identifySelf(), processes, removable }),
  });
  const run: Run = { binaries, layout, guard, supervisor, record, removable };
  try {
    return await bringUp(run, prepared, options, onProgress);
  } catch (error) {
    if (options.signal?.aborted) {
      await stop(run);
      throw error;
    }
    await endProcesses(run);
    await rm(layout.etcdData, { recursive: true, force: true });
    throw new Error(`the control plane did not start (logs: ${layout.logs})\n${wordsOf(error)}`, { cause: error });
  }
}

/** What belongs to one control plane. */
interface Run {
  readonly binaries: Binaries;
  readonly layout: Layout;
  readonly guard: Guard;
  readonly supervisor: Supervisor;
  /** Path of its run record. */
  readonly record: string;
  readonly removable: readonly string[];
}

async function bringUp(
  run: Run,
  prepared: Prepared,
  options: ControlPlaneOptions,
  onProgress: (step: string) => void,
): Promise<ControlPlane> {
  const { supervisor } = run;
  const { request, components } = prepared;
  const nodes = options.nodes ?? ['node-a'];

  onProgress('starting etcd and kube-apiserver');
  // Together: the API server waits for etcd by itself.
  await Promise.all([
    supervisor.start(etcd(components), options.signal),
    supervisor.start(kubeApiServer(components), options.signal),
  ]);
  onProgress('starting kube-controller-manager, kube-scheduler and kwok');
  await Promise.all([
    supervisor.start(kubeControllerManager(components), options.signal),
    supervisor.start(kubeScheduler(components), options.signal),
    supervisor.start(kwok(components), options.signal),
    createStorageClass(request),
    ...nodes.map((name) => createNode(request, name)),
  ]);
  onProgress(`waiting for ${nodes.length === 1 ? 'the simulated node' : `${nodes.length} simulated nodes`}`);
  await Promise.all([
    awaitDefaultServiceAccount(request, options.signal),
    ...nodes.map((name) => awaitNode(request, name, options.signal)),
  ]);
  const version = await serverVersion(request);
  onProgress(`ready: Kubernetes ${version} at ${prepared.serverUrl}`);
  return assemble(run, prepared, version);
}

function assemble(run: Run, prepared: Prepared, version: string): ControlPlane {
  const { layout, supervisor, binaries } = run;
  const { pki, serverUrl, request } = prepared;
  const authority = pki.authority.certificate;
  let stopped: Promise<void> | undefined;
  return {
    kubeconfigPath: layout.kubeconfig,
    podLogPath: layout.podLog,
    kubeconfig: prepared.adminKubeconfig,
    serverUrl,
    folder: layout.folder,
    version,
    auditLogPath: prepared.components.auditLog ? layout.auditLog : undefined,
    request,
    kubectlPath: binaries.kubectl,
    kubectl: (args, options) =>
      runCommand(binaries.kubectl, [`--cache-dir=${layout.kubectlCache}`, ...args], {
        env: { ...process.env, KUBECONFIG: layout.kubeconfig },
        stdin: options?.stdin,
      }),
    kubeconfigFor: (user, groups = []) =>
      renderKubeconfig({
        serverUrl,
        authority,
        user,
        client: pki.authority.issue({ commonName: user, organizations: groups }),
      }),
    addNode: async (name) => {
      await createNode(request, name);
      await awaitNode(request, name);
    },
    restart: (component) => supervisor.restart(component),
    freeze: (component) => supervisor.signal(component, 'SIGSTOP'),
    thaw: (component) => supervisor.signal(component, 'SIGCONT'),
    stop: () => {
      stopped ??= stop(run);
      return stopped;
    },
  };
}

async function stop(run: Run): Promise<void> {
  await endProcesses(run);
  for (const path of run.removable) await rm(path, { recursive: true, force: true, maxRetries: 5 });
}

async function endProcesses(run: Run): Promise<void> {
  await run.supervisor.killAll();
  await run.guard.dismiss();
  await rm(run.record, { force: true });
}

async function serverVersion(request: ApiClient): Promise<string> {
  return poll({ until: 'the API server tells its version', timeoutMs: 10_000 }, async () => {
    const { body } = await request({ path: '/version' });
    return typeof body === 'object' && body !== null && 'gitVersion' in body ? String(body.gitVersion) : undefined;
  });
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
