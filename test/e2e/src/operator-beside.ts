import { readFileSync } from 'node:fs';
import { readKubeconfig, renderTokenKubeconfig } from '@ixn/control-plane';
import { type OperatorParts, readConfiguration, runOperator } from '@ixn/operator';
import { createLogger } from '@ixn/telemetry';
import { KubeConfig } from '@kubernetes/client-node';
import { eventually, type Scene } from './scene.ts';

/** An operator in this process, with the ServiceAccount and the rights of those that are installed. */
export interface OperatorBeside {
  /** Waits until it has logged a line with these words; gives the line. */
  untilLogged(words: string): Promise<string>;
  stop(): Promise<void>;
}

/** What it takes the API server for. */
type Belief = Pick<OperatorParts, 'serverVersion' | 'streamedLists'>;

/** Starts one, in the belief that the API server is another one than it is. */
export async function startOperatorBeside(
  { kubectl, facts }: Scene,
  flags: readonly string[],
  belief: Belief,
): Promise<OperatorBeside> {
  const namespace = facts.namespaces.operator;
  const token = await kubectl.run(['create', 'token', facts.release, '-n', namespace]);
  const { serverUrl, authority } = readKubeconfig(readFileSync(facts.kubeconfig, 'utf8'));
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(renderTokenKubeconfig({ serverUrl, authority, token: token.trim(), namespace }));
  return run(kubeConfig, flags, belief);
}

function run(kubeConfig: KubeConfig, flags: readonly string[], belief: Belief): OperatorBeside {
  const read = readConfiguration(['--http-host', '127.0.0.1', '--http-port', '0', ...flags], {});
  if (read.kind !== 'configuration') throw new Error(JSON.stringify(read));
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const stop = new AbortController();
  const ended = runOperator({ configuration: read.configuration, kubeConfig, log, ...belief }, stop.signal);
  return {
    untilLogged: (words) =>
      eventually(`the operator says "${words}"`, async () => lines.find((line) => line.includes(words))),
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}
