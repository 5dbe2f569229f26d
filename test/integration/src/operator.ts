import { type OperatorParts, readConfiguration, runOperator, type Stores } from '@ixn/operator';
import { createLogger } from '@ixn/telemetry';
import { KubeConfig } from '@kubernetes/client-node';
import { inject } from 'vitest';

/** An operator that runs in the test's own process. */
export interface RunningOperator {
  /** Its log, line by line. */
  readonly log: readonly string[];
  readonly stores: Stores;
  /** Where it serves HTTP, as host:port. */
  readonly address: string;
  /** What it serves at /metrics. */
  metrics(): Promise<string>;
  /** Ends it as SIGTERM would; resolves when it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts an operator with flags of its own, on the shared control plane unless the kubeconfig is of another one; resolves when
 * it has listed everything and works.
 */
export async function startOperator(
  namespaces: readonly string[],
  flags: readonly string[] = [],
  kubeconfig = inject('controlPlane').operatorKubeconfig,
  others: Partial<Pick<OperatorParts, 'timings' | 'serverVersion' | 'surroundings'>> = {},
): Promise<RunningOperator> {
  const common = ['--namespaces', namespaces.join(','), '--http-host', '127.0.0.1', '--http-port', '0'];
  const read = readConfiguration([...common, '--log-level', 'debug', ...flags], {});
  if (read.kind !== 'configuration') throw new Error(JSON.stringify(read));
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(kubeconfig);
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const stop = new AbortController();
  const { promise: ready, resolve: onReady } = Promise.withResolvers<Stores>();
  const parts = { configuration: read.configuration, kubeConfig, log, onReady, ...others };
  const ended = runOperator(parts, stop.signal);
  const stores = await Promise.race([ready, ended]);
  if (stores === undefined) throw new Error(`the operator did not start:\n${lines.join('')}`);
  const { port } = JSON.parse(lines.find((line) => line.includes('"operator started"')) ?? '{}');
  const address = `127.0.0.1:${port}`;
  return {
    log: lines,
    stores,
    address,
    metrics: async () => (await fetch(`http://${address}/metrics`)).text(),
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}
