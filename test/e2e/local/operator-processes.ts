import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ControlPlane,
  type Guard,
  type ManagedProcess,
  readKubeconfig,
  renderTokenKubeconfig,
  startManagedProcess,
} from '@ixn/control-plane';
import type { V1Pod } from '@kubernetes/client-node';
import { operatorSelector } from '../src/install-operator.ts';

/** What plays the kubelet for the operator's pods, as no simulated pod runs anything. */
export interface OperatorProcesses {
  stop(): Promise<void>;
}

export interface OperatorProcessesOptions {
  readonly controlPlane: ControlPlane;
  readonly namespace: string;
  /** For a file of the number of each process, by the name of its pod. */
  readonly numbers: string;
  /** For logs and kubeconfigs. */
  readonly folder: string;
  readonly guard: Guard;
}

const main = resolve(import.meta.dirname, '../../../apps/operator/src/main.ts');

/**
 * Runs an operator for each of its pods: with the pod's arguments, and a token of its ServiceAccount that is bound to the pod. It
 * is told to stop when the pod is deleted, killed when the pod is gone, and started again when it ends before that.
 */
export function runOperatorPods(options: OperatorProcessesOptions): OperatorProcesses {
  const running = new Map<string, ManagedProcess>();
  const told = new Set<string>();
  const stop = new AbortController();
  mkdirSync(options.numbers, { recursive: true });

  async function look(): Promise<void> {
    const pods = await podsOf(options);
    for (const [uid, operator] of running) {
      const pod = pods.find(({ metadata }) => metadata?.uid === uid);
      if (pod?.metadata?.deletionTimestamp !== undefined && !told.has(uid)) {
        told.add(uid);
        operator.signal('SIGTERM');
      }
      if (pod === undefined) await operator.kill();
      if (operator.ended() !== undefined) running.delete(uid);
    }
    const wanted = pods.filter(({ metadata, status }) => {
      return status?.phase === 'Running' && metadata?.deletionTimestamp === undefined;
    });
    for (const pod of wanted) {
      const uid = pod.metadata?.uid ?? '';
      if (!running.has(uid)) running.set(uid, await start(pod, options));
    }
  }

  async function lookOn(): Promise<void> {
    while (!stop.signal.aborted) {
      await look();
      await sleep(200);
    }
  }

  const looking = lookOn();
  return {
    stop: async () => {
      stop.abort();
      await looking;
      await Promise.all([...running.values()].map((operator) => operator.kill()));
    },
  };
}

async function podsOf({ controlPlane, namespace }: OperatorProcessesOptions): Promise<readonly V1Pod[]> {
  const selector = encodeURIComponent(operatorSelector);
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`;
  const { body } = await controlPlane.request({ path });
  return Object(body).items ?? [];
}

async function start(pod: V1Pod, options: OperatorProcessesOptions): Promise<ManagedProcess> {
  const { folder, numbers, guard } = options;
  const name = pod.metadata?.name ?? '';
  const kubeconfig = join(folder, `${name}.kubeconfig`);
  writeFileSync(kubeconfig, await kubeconfigOf(pod, options), { mode: 0o600 });
  const operator = startManagedProcess({
    name,
    command: process.execPath,
    args: [main, ...(pod.spec?.containers[0]?.args ?? []), '--http-host=127.0.0.1', '--http-port=0'],
    logPath: join(folder, `${name}.log`),
    cwd: folder,
    env: { PATH: process.env['PATH'], KUBECONFIG: kubeconfig, IXN_OPERATOR_POD: name },
    guard,
  });
  const path = join(numbers, name);
  writeFileSync(path, String(operator.identity.pid));
  void operator.exited.then(() => rmSync(path, { force: true }));
  return operator;
}

/** Of the pod's ServiceAccount, by a token that ends with the pod, as the kubelet mounts it. */
async function kubeconfigOf(pod: V1Pod, { controlPlane, namespace }: OperatorProcessesOptions): Promise<string> {
  const { name, uid } = pod.metadata ?? {};
  const { body } = await controlPlane.request({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/${pod.spec?.serviceAccountName}/token`,
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid } },
    },
  });
  const { serverUrl, authority } = readKubeconfig(controlPlane.kubeconfig);
  return renderTokenKubeconfig({ serverUrl, authority, token: Object(body).status?.token ?? '', namespace });
}
