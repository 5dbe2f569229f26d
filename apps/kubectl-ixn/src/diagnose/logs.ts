import type { KubeObject } from '@ixn/kube-client';
import { podType } from '@ixn/operator';
import type { Cluster } from '../cluster/cluster.ts';
import type { Instance } from '../cluster/instance.ts';
import { type LogLimits, type LogSource, readLog } from './read-log.ts';
import { linesAbout, redactLog } from './redact-log.ts';
import type { BundleFile } from './tar.ts';

/** What was read of logs. */
export interface LogsRead {
  readonly files: readonly BundleFile[];
  readonly problems: readonly string[];
}

/** Of one container, and of how many pods at most. */
const limits: LogLimits & { readonly pods: number } = { lines: 2_000, bytes: 512 * 1024, pods: 20 };

const operatorSelector = 'app.kubernetes.io/name=interaction-server-operator';

/**
 * The ends of the logs of an instance's pods, and of what the operator says of it; without what `scrub` takes out, and without
 * what looks like a credential. In this order: what looks like one may be but a part of what a Secret holds.
 */
export async function readLogs(
  cluster: Cluster,
  instance: Instance,
  pods: readonly KubeObject[],
  scrub: (text: string) => string,
  signal: AbortSignal,
): Promise<LogsRead> {
  const operator = await operatorPods(cluster, instance.namespace);
  const sources = [...pods.slice(0, limits.pods), ...operator.pods].flatMap(sourcesOf);
  const read = await Promise.all(
    sources.map(async (source): Promise<LogsRead> => {
      const log = await readLog(cluster.transport, source, limits, signal);
      const title = `log of pod ${source.pod}, container ${source.container}${source.previous ? ', before its restart' : ''}`;
      if (!log.ok) return { files: [], problems: [`${title}: ${log.failure.code}: ${log.failure.message}`] };
      const text = redactLog(scrub(source.isOperator ? linesAbout(log.value, instance) : log.value));
      return { files: [{ path: logPath(source), text }], problems: [] };
    }),
  );
  const left = pods.length > limits.pods ? [`logs of ${pods.length - limits.pods} more pods were left out`] : [];
  return {
    files: read.flatMap(({ files }) => files),
    problems: [...operator.problems, ...left, ...read.flatMap(({ problems }) => problems)],
  };
}

/** Where the log of a container goes in the bundle, and nowhere else: a node may say of its containers what it likes. */
export function logPath({ pod, container, previous }: LogSource): string {
  const name = `${pod}.${container}${previous ? '.previous' : ''}.log`;
  // Of names that are too long for an archive, the end tells them apart.
  return `logs/${name.replaceAll(/[^\w.-]/g, '_').slice(-90)}`;
}

interface Source {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
  readonly isOperator: boolean;
}

/** The operator is in another namespace, mostly; whoever may not look there may have it in the instance's own. */
async function operatorPods({ client }: Cluster, namespace: string) {
  const everywhere = await client.list(podType, { labelSelector: operatorSelector });
  if (everywhere.ok) return { pods: everywhere.value.items, problems: [] };
  const here = await client.list(podType, { labelSelector: operatorSelector, namespace });
  const { code, message } = everywhere.failure;
  return { pods: here.ok ? here.value.items : [], problems: [`pods of the operator: ${code}: ${message}`] };
}

function sourcesOf(pod: KubeObject): readonly Source[] {
  const { namespace = '', name, labels } = pod.metadata;
  const isOperator = labels?.['app.kubernetes.io/name'] === 'interaction-server-operator';
  const statuses = ['initContainerStatuses', 'containerStatuses'].flatMap((field) => listIn(pod, 'status', field));
  return statuses.flatMap((status) => {
    const container = String(Reflect.get(status, 'name'));
    const source = { namespace, pod: name, container, isOperator };
    const restarts = Number(Reflect.get(status, 'restartCount') ?? 0);
    return [{ ...source, previous: false }, ...(restarts > 0 ? [{ ...source, previous: true }] : [])];
  });
}

function listIn(object: object, field: string, below: string): readonly object[] {
  const value: unknown = Reflect.get(object, field);
  const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, below) : undefined;
  return Array.isArray(list) ? list.filter((each) => typeof each === 'object' && each !== null) : [];
}
