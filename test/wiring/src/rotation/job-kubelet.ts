import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { secretsFolder } from '@ixn/connections';
import { runCommand } from '@ixn/control-plane';
import type { V1PodSpec, V1Volume } from '@kubernetes/client-node';
import { build } from 'esbuild';
import { bundleOptions } from '../../../../tools/bundle-options.ts';
import type { Scene } from '../operator/scene.ts';
import { leaveJobsAlone } from './leave-jobs-alone.ts';
import type { PodWatch, WatchedPod } from './pod-watch.ts';
import { readSecret } from './read-secret.ts';

/** How a pod of a Job ended. */
export interface PodRun {
  readonly component: string;
  readonly exitCode: number;
  readonly lastWords: string;
  readonly output: string;
}

/** Runs the pods of Jobs as processes of this machine, as the kubelet of their node would as containers. */
export interface JobKubelet {
  /** All that have ended. */
  readonly runs: readonly PodRun[];
  /** From now on pods wait, after they have been reported as running. */
  hold(): void;
  release(): void;
  stop(): Promise<void>;
}

/** Holds at first. */
export async function startJobKubelet(scene: Scene, { store }: PodWatch): Promise<JobKubelet> {
  await leaveJobsAlone(scene);
  const folder = await mkdtemp(join(tmpdir(), 'ixn-job-kubelet-'));
  const bundle = await bundleOperator(folder);
  const runs: PodRun[] = [];
  const seen = new Set<string>();
  const stop = new AbortController();
  let gate: PromiseWithResolvers<void> | undefined = Promise.withResolvers();
  const underway: Promise<void>[] = [];
  const start = async (pod: WatchedPod) => {
    await gate?.promise;
    if (stop.signal.aborted) return;
    const run = await runPod(scene, pod, bundle, join(folder, pod.uid), stop.signal);
    runs.push(run);
    await reportEnd(scene, pod, run);
  };
  const unsubscribe = store.subscribe((change) => {
    if (change.kind === 'deleted') return;
    const { uid, component, phase } = change.after;
    if (!component.endsWith('-db') || phase !== 'Running' || seen.has(uid)) return;
    seen.add(uid);
    underway.push(start(change.after));
  });
  const release = () => {
    gate?.resolve();
    gate = undefined;
  };
  return {
    runs,
    hold: () => {
      gate ??= Promise.withResolvers();
    },
    release,
    stop: async () => {
      unsubscribe();
      stop.abort();
      release();
      await Promise.allSettled(underway);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Bundles the operator as its image has it; gives the path of what the image starts. */
async function bundleOperator(folder: string): Promise<string> {
  const bundle = join(folder, 'operator.mjs');
  await build(bundleOptions('operator', bundle));
  await build(bundleOptions('operator', join(folder, 'operator-provision.mjs'), 'provision/main.ts'));
  return bundle;
}

async function runPod(
  scene: Scene,
  { component, spec }: WatchedPod,
  bundle: string,
  folder: string,
  signal: AbortSignal,
): Promise<PodRun> {
  const [container] = spec?.containers ?? [];
  if (spec === undefined || container === undefined) throw new Error('the pod has no container');
  await mountSecrets(scene, spec, folder);
  const lastWordsPath = join(folder, 'last-words');
  const env = {
    ...Object.fromEntries((container.env ?? []).map(({ name, value = '' }) => [name, value])),
    SECRETS_FOLDER: folder,
    TERMINATION_LOG: lastWordsPath,
  };
  const command = [bundle, ...(container.args ?? [])];
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, command, { env, signal });
  const lastWords = await readFile(lastWordsPath, 'utf8').catch(() => '');
  return { component, exitCode, lastWords, output: `${stdout}${stderr}` };
}

/** Makes a folder what the container would find in that of its Secrets, as they are now. */
async function mountSecrets(scene: Scene, { containers, volumes = [] }: V1PodSpec, folder: string): Promise<void> {
  const mounts = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
  await mkdir(folder);
  for (const { name, mountPath } of mounts) {
    const volume = volumes.find((one) => one.name === name);
    const files = volume === undefined ? {} : await filesOf(scene, volume);
    const place = join(folder, relative(secretsFolder, mountPath));
    await mkdir(place, { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(join(place, file), text, { mode: 0o600 });
  }
}

async function filesOf(scene: Scene, { name, secret }: V1Volume): Promise<Readonly<Record<string, string>>> {
  if (secret?.secretName === undefined) throw new Error(`volume ${name} is of no Secret`);
  const data = await readSecret(scene, secret.secretName);
  return Object.fromEntries((secret.items ?? []).map(({ key, path }) => [path, data[key] ?? '']));
}

async function reportEnd({ controlPlane, namespace }: Scene, { name, spec }: WatchedPod, run: PodRun): Promise<void> {
  const at = new Date().toISOString();
  const { exitCode, lastWords } = run;
  const reason = exitCode === 0 ? 'Completed' : 'Error';
  const terminated = { exitCode, reason, message: lastWords, startedAt: at, finishedAt: at };
  const containerStatuses = (spec?.containers ?? []).map(({ name: container, image }) => {
    return {
      name: container,
      image,
      imageID: '',
      ready: false,
      started: false,
      restartCount: 0,
      state: { terminated },
    };
  });
  const answer = await controlPlane.request({
    method: 'PATCH',
    path: `/api/v1/namespaces/${namespace}/pods/${name}/status`,
    contentType: 'application/merge-patch+json',
    body: { status: { phase: exitCode === 0 ? 'Succeeded' : 'Failed', containerStatuses } },
  });
  if (answer.status !== 200) throw new Error(`the end of ${name} was refused: ${JSON.stringify(answer.body)}`);
}
