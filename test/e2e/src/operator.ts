import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1Lease, V1Pod } from '@kubernetes/client-node';
import { execute } from './execute.ts';
import { operatorPods } from './operator-pods.ts';
import { eventually, type Scene } from './scene.ts';

/** Who works. */
export interface Leader {
  /** Tells this process from every other one, also from the next one of the same pod. */
  readonly identity: string;
  readonly pod: string;
  /** Since when, RFC 3339. */
  readonly since: string;
}

/** Who works now, as the Lease tells; waits until somebody does whom `isIt` accepts. */
export function leader({ kubectl, facts }: Scene, isIt: (leader: Leader) => boolean = () => true): Promise<Leader> {
  return eventually('an operator leads', async () => {
    const lease = await kubectl.get<V1Lease>('leases', facts.release, facts.namespaces.operator);
    const { holderIdentity = '', acquireTime } = lease?.spec ?? {};
    // The holder is the name of the pod, and what tells its processes apart.
    const [pod = ''] = holderIdentity.split('_');
    const found = { identity: holderIdentity, pod, since: String(acquireTime) };
    return holderIdentity !== '' && isIt(found) ? found : undefined;
  });
}

/** Waits until the operator's Deployment has all its pods, and they are ready. */
export async function untilOperatorsReady({ kubectl, facts }: Scene): Promise<void> {
  const status = ['rollout', 'status', 'deployment', facts.release, '--timeout=120s'];
  await kubectl.run([...status, '-n', facts.namespaces.operator]);
}

/** Sets how many operators there are to be; resolves when there are so many. */
export async function scaleOperator(scene: Scene, replicas: number): Promise<void> {
  const { kubectl, facts } = scene;
  const scale = ['scale', 'deployment', facts.release, `--replicas=${replicas}`];
  await kubectl.run([...scale, '-n', facts.namespaces.operator]);
  await untilOperatorsReady(scene);
  await eventually(`${replicas} operators`, async () => (await operatorPods(scene)).length === replicas || undefined);
}

/** Sends a signal to the process of an operator, from outside of its container: SIGKILL and SIGSTOP reach it, too. */
export async function signalOperator({ kubectl, facts }: Scene, pod: string, signal: NodeJS.Signals): Promise<void> {
  if (facts.operatorProcesses !== null) {
    process.kill(Number(readFileSync(join(facts.operatorProcesses, pod), 'utf8')), signal);
    return;
  }
  const { spec, status } = (await kubectl.get<V1Pod>('pods', pod, facts.namespaces.operator)) ?? {};
  const container = status?.containerStatuses?.[0]?.containerID?.replace('containerd://', '') ?? '';
  // Every process that the node sees in the container's control group; a container of the operator has one.
  const pids = `$(grep -ls ${container} /proc/[0-9]*/cgroup | cut -d/ -f3)`;
  await execute('docker', ['exec', spec?.nodeName ?? '', 'sh', '-c', `kill -s ${signal.slice(3)} ${pids}`]);
}
