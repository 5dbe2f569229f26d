import { createWriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ControlPlane, installDefinitions, startControlPlane } from '@ixn/control-plane';
import { readStatus, resourceType } from '@ixn/interaction-server';
import { createStore, createTransport } from '@ixn/kube-client';
import { readConfiguration, runOperator } from '@ixn/operator';
import { createLogger } from '@ixn/telemetry';
import { KubeConfig } from '@kubernetes/client-node';
import type { Steps } from '../../../tools/steps.ts';

const root = resolve(import.meta.dirname, '../../..');
const crd = join(root, 'crds', `${resourceType.plural}.${resourceType.group}.yaml`);
const samples = join(root, 'deploy', 'samples');
const sampleName = 'tenant-100';
const sampleFiles = ['ixn-db-secret-100.yaml', `${sampleName}.yaml`];
const readyTimeoutMs = 120_000;

export interface DemoOptions {
  readonly steps: Steps;
  readonly print: (text: string) => void;
  /** End as soon as the sample is Ready, instead of when the signal aborts. */
  readonly once: boolean;
}

/**
 * The whole product on one machine: a control plane, the CRD, the operator and a sample that becomes Ready. Resolves when it
 * was shown (`once`) or when the signal aborts; rejects with the reason otherwise. Either way every process has ended.
 */
export async function runDemo({ steps, print, once }: DemoOptions, signal: AbortSignal): Promise<void> {
  const controlPlane = await steps.step('Start a Kubernetes control plane', () =>
    startControlPlane({ onProgress: (step) => steps.detail(step), signal, nodes: ['node-a', 'node-b'] }),
  );
  const stopOperator = new AbortController();
  let operator: Promise<void> | undefined;
  try {
    await steps.step('Install the InteractionServer CRD', () => installDefinitions(controlPlane, crd));
    const logPath = join(controlPlane.folder, 'operator.log');
    const running = operate(controlPlane, logPath, stopOperator.signal);
    operator = running.ended;
    await steps.step('Start the operator', () => Promise.race([running.ready, failWhenEnded(running.ended)]));
    steps.detail(`its log: ${logPath}`);
    await steps.step(`Apply the sample ${sampleName}`, async () => {
      const files = sampleFiles.flatMap((file) => ['-f', join(samples, file)]);
      steps.detail((await kubectl(controlPlane, 'apply', ...files)).trimEnd().replaceAll('\n', '\n    '));
    });
    await steps.step(`Wait until ${sampleName} is Ready`, () =>
      Promise.race([awaitReady(controlPlane, steps, signal), failWhenEnded(running.ended)]),
    );
    await show(controlPlane, print);
    if (!once && !signal.aborted) {
      print('Ctrl-C stops everything.\n');
      await Promise.race([aborted(signal), failWhenEnded(running.ended)]);
    }
  } finally {
    stopOperator.abort();
    await operator?.catch(() => undefined);
    await steps.step('Stop the control plane', () => controlPlane.stop());
  }
}

/** Runs the operator in this process: `ready` when it has seen the whole cluster, `ended` when it has stopped. */
function operate(controlPlane: ControlPlane, logPath: string, signal: AbortSignal) {
  const read = readConfiguration(['--http-host', '127.0.0.1', '--http-port', '0'], {});
  if (read.kind !== 'configuration') throw new Error('the configuration of the demo is wrong');
  const { configuration } = read;
  const log = createLogger({ level: 'info', destination: createWriteStream(logPath) });
  const { promise: ready, resolve: tellReady } = Promise.withResolvers<void>();
  const onReady = () => tellReady();
  const ended = runOperator({ configuration, kubeConfig: kubeConfigOf(controlPlane), log, onReady }, signal);
  return { ready, ended };
}

function kubeConfigOf(controlPlane: ControlPlane): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(controlPlane.kubeconfig);
  return kubeConfig;
}

/** Follows the sample as `kubectl get --watch` would, and shows each thing that its Ready condition says. */
async function awaitReady(controlPlane: ControlPlane, steps: Steps, signal: AbortSignal): Promise<void> {
  const transport = createTransport({ kubeConfig: kubeConfigOf(controlPlane), userAgent: 'interaction-server-demo' });
  const stop = new AbortController();
  let last = 'nobody has looked at it yet';
  const store = createStore({
    transport,
    type: resourceType,
    namespaces: ['default'],
    project: (object) =>
      readStatus('status' in object ? object.status : undefined)?.conditions?.find(({ type }) => type === 'Ready'),
  });
  const ready = new Promise<void>((resolvePromise) => {
    store.subscribe((change) => {
      if (change.kind === 'deleted' || change.ref.name !== sampleName || change.after === undefined) return;
      const { status, reason, message } = change.after;
      const text = `Ready=${status} ${reason}: ${message}`;
      if (text !== last) steps.detail(text);
      last = text;
      if (status === 'True') resolvePromise();
    });
  });
  const timer = setTimeout(() => stop.abort(), readyTimeoutMs);
  const running = store.run(stop.signal);
  try {
    await Promise.race([ready, aborted(stop.signal), aborted(signal)]);
    if (stop.signal.aborted) throw new Error(`${sampleName} was not Ready within ${readyTimeoutMs / 1000} s: ${last}`);
  } finally {
    clearTimeout(timer);
    stop.abort();
    await running;
    await transport.close();
  }
}

async function show(controlPlane: ControlPlane, print: (text: string) => void): Promise<void> {
  const instances = await kubectl(controlPlane, 'get', 'interactionservers');
  const kinds = 'statefulsets,deployments,pods,services,configmaps,serviceaccounts';
  const objects = await kubectl(controlPlane, 'get', kinds, '-l', `app.kubernetes.io/instance=${sampleName}`);
  print(`\n$ kubectl get interactionservers\n${instances}\n`);
  print(`$ kubectl get ${kinds} -l app.kubernetes.io/instance=${sampleName}\n${objects}\n`);
  print(`Talk to the cluster from another terminal:\n\n  export KUBECONFIG=${controlPlane.kubeconfigPath}\n`);
  print('  kubectl get ixn -o wide\n');
}

/** Runs kubectl; its output, or an error that carries the command and what it said. */
async function kubectl(controlPlane: ControlPlane, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await controlPlane.kubectl(args);
  if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${exitCode}: ${stderr.trim()}`);
  return stdout;
}

async function failWhenEnded(operator: Promise<void>): Promise<never> {
  await operator;
  throw new Error('the operator ended by itself');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolvePromise) => {
    if (signal.aborted) resolvePromise();
    else signal.addEventListener('abort', () => resolvePromise(), { once: true });
  });
}
