import type { V1Pod } from '@kubernetes/client-node';
import { eventually, type Scene } from './scene.ts';
import { imageName } from './cluster-facts.ts';

/** A place to open connections from: a container of a pod. */
export interface Caller {
  readonly namespace: string;
  readonly pod: string;
}

/** A pod of a test's own. */
export interface TestPod extends Caller {
  readonly ip: string;
}

export interface NewPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** What the stand-in does: `sleep`, so that connections can be opened from the pod, or `listen` and ports. */
  readonly args: readonly string[];
}

/** Runs the stand-in in a pod of the test's own; resolves when it runs. */
export async function startPod(scene: Scene, { namespace, name, labels = {}, args }: NewPod): Promise<TestPod> {
  await scene.kubectl.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [standInContainer(scene, args)],
    },
  });
  const ip = await eventually(`the pod ${name} runs`, async () => {
    const { status } = (await scene.kubectl.get<V1Pod>('pods', name, namespace)) ?? {};
    return status?.phase === 'Running' ? status.podIP : undefined;
  });
  return { namespace, pod: name, ip };
}

/** A container that plays somebody. */
export function standInContainer({ facts }: Scene, args: readonly string[]): object {
  return {
    name: 'stand-in',
    image: imageName(facts.standIn),
    imagePullPolicy: 'IfNotPresent',
    args,
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

/** What came of an attempt to open a connection, as the stand-in tells it. */
export interface DialAnswer {
  readonly ok: boolean;
  /** Who or what answered: the first line that was said, or the HTTP status. */
  readonly reached?: string;
  readonly error?: string;
}

export interface DialOptions {
  /** Ask for this path over HTTP as well. */
  readonly httpPath?: string;
  readonly timeoutMs?: number;
}

/** Opens a connection from a pod. Rejects when the attempt itself could not be made. */
export async function dial(
  { kubectl, facts }: Scene,
  { namespace, pod }: Caller,
  [host, port]: readonly [host: string, port: number],
  { httpPath, timeoutMs = 2_000 }: DialOptions = {},
): Promise<DialAnswer> {
  const http = httpPath === undefined ? [] : ['--http', httpPath];
  const command = ['dial', host, String(port), ...http, '--timeout-ms', String(timeoutMs)];
  const exec = ['exec', '-n', namespace, pod, '--', ...facts.standInEntrypoint, ...command];
  const { exitCode, stdout, stderr } = await kubectl.attempt(exec);
  // kubectl fails with 1 as well; the stand-in always has something to say.
  if (!stdout.startsWith('{')) throw new Error(`kubectl ${exec.join(' ')} ended with ${exitCode}: ${stderr}`);
  return JSON.parse(stdout);
}
