import { resolve } from 'node:path';
import { type ControlPlane, installDefinitions, poll, startControlPlane } from '@ixn/control-plane';
import { readStatus } from '@ixn/interaction-server';
import { readConfiguration, runOperator } from '@ixn/operator';
import { createLogger } from '@ixn/telemetry';
import { KubeConfig } from '@kubernetes/client-node';

/** What the status says of one row. */
export interface RowStatus {
  readonly number: number;
  readonly state: string;
  readonly reason?: string;
  readonly message?: string;
}

/** A control plane with an operator that checks what stands on this machine. */
export interface Scene {
  readonly controlPlane: ControlPlane;
  readonly namespace: string;
  /** The log of the operator, line by line. */
  readonly log: readonly string[];
  metrics(): Promise<string>;
  apply(...objects: readonly object[]): Promise<void>;
  /** A JSON merge patch of a resource, such as `secrets`. */
  patch(resource: string, name: string, patch: object): Promise<void>;
  remove(resource: string, name: string): Promise<void>;
  rows(instance: string): Promise<readonly RowStatus[]>;
  /** Waits until all these rows have the reason, or are Reachable; gives their messages. */
  untilRows(instance: string, rows: readonly number[], wanted: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const namespace = 'wiring';

/** The user name of the operator, by which the audit log tells its requests apart. */
export const operatorUser = 'interaction-server-operator';

/** The names that there are; every other one has no address. */
const names: Readonly<Record<string, readonly string[]>> = { localhost: ['127.0.0.1'] };

/** How often the instances of the scene are checked. */
const intervalMs = 1_000;

/** A check that fails is done less and less often, as with every operator, but no less often than this. */
const maxBackOffMs = 2_000;

/** `flags` are further ones of the operator. */
export async function startScene(flags: readonly string[] = []): Promise<Scene> {
  const controlPlane = await startControlPlane({ auditLog: true });
  await installDefinitions(controlPlane, resolve(import.meta.dirname, '../../../../crds'));
  await controlPlane.kubectl(['create', 'namespace', namespace]);
  const operator = await startOperator(controlPlane, flags);
  const kubectl = async (args: readonly string[], stdin?: string) => {
    const options = stdin === undefined ? {} : { stdin };
    const { exitCode, stdout, stderr } = await controlPlane.kubectl(['--namespace', namespace, ...args], options);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  };
  const rows = async (instance: string): Promise<readonly RowStatus[]> => {
    const path = `/apis/ixn.operators.dev/v1alpha1/namespaces/${namespace}/interactionservers/${instance}`;
    const { body } = await controlPlane.request({ path });
    const status: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'status') : undefined;
    return readStatus(status)?.connections ?? [];
  };
  return {
    controlPlane,
    namespace,
    log: operator.log,
    metrics: operator.metrics,
    apply: async (...objects) => {
      const list = { apiVersion: 'v1', kind: 'List', items: objects };
      await kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(list));
    },
    patch: async (resource, name, patch) => {
      await kubectl(['patch', resource, name, '--type=merge', '-p', JSON.stringify(patch)]);
    },
    remove: async (resource, name) => {
      await kubectl(['delete', resource, name, '--wait=false']);
    },
    rows,
    async untilRows(instance, numbers, wanted) {
      let last: readonly RowStatus[] = [];
      try {
        const until = `rows ${numbers.join(', ')} of ${instance} are ${wanted}`;
        return await poll({ until, timeoutMs: 30_000, intervalMs: 100 }, async () => {
          last = (await rows(instance)).filter(({ number }) => numbers.includes(number));
          const all = last.length === numbers.length && last.every(({ state, reason }) => (reason ?? state) === wanted);
          return all ? last.map(({ message = '' }) => message) : undefined;
        });
      } catch (error) {
        throw new Error(`${String(error)}; they are ${JSON.stringify(last)}`, { cause: error });
      }
    },
    stop: async () => {
      await operator.stop();
      await controlPlane.stop();
    },
  };
}

async function startOperator(controlPlane: ControlPlane, flags: readonly string[]) {
  const common = ['--namespaces', namespace, '--http-host', '127.0.0.1', '--http-port', '0', '--log-level', 'debug'];
  const read = readConfiguration([...common, '--dependency-checks', 'always', ...flags], {});
  if (read.kind !== 'configuration') throw new Error(JSON.stringify(read));
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(controlPlane.kubeconfigFor(operatorUser, ['system:masters']));
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const stop = new AbortController();
  const { promise: ready, resolve: onReady } = Promise.withResolvers<void>();
  const surroundings = {
    mayDial: () => 'allowed' as const,
    addressesOf: (name: string) => Promise.resolve(names[name] ?? []),
    timeouts: { resolve: 1_000, connect: 1_000, tls: 1_000, protocol: 1_500 },
    maxBackOffMs,
    intervalMs,
  };
  const parts = { configuration: read.configuration, kubeConfig, log, onReady: () => onReady(), surroundings };
  const ended = runOperator(parts, stop.signal);
  await Promise.race([ready, ended]);
  return {
    log: lines,
    metrics: async () => {
      const { port } = JSON.parse(lines.find((line) => line.includes('"operator started"')) ?? '{}');
      return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    },
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}
