import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, runCommand } from '@ixn/control-plane';
import { readConfiguration, runOperator } from '@ixn/operator';
import { createLogger } from '@ixn/telemetry';
import { KubeConfig } from '@kubernetes/client-node';
import { inject } from 'vitest';
import { parse } from 'yaml';
import { type Fields, isFields, mergedWith } from './fragments.ts';
import { root } from './reader.ts';

/** The cluster that all documents share but those that start one, with an operator that runs. */
export interface Cluster {
  /** Makes what documents take for given: the sample tenant-100, which is Ready. */
  prepare(): Promise<void>;
  /** What the API server has against the sample with a part of its spec changed; nothing is written. */
  refusal(spec: Fields): Promise<string | undefined>;
  /** Takes away what a document has left: instances, and what they name. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** Installs the chart, unless its README was followed before, and starts an operator, as pods here run nothing. */
export async function openCluster(): Promise<Cluster> {
  const { kubeconfigPath } = inject('docsTools');
  await install();
  const flags = ['--http-host', '127.0.0.1', '--http-port', '0', '--dependency-checks', 'always'];
  const read = readConfiguration(flags, {});
  if (read.kind !== 'configuration') throw new Error(JSON.stringify(read));
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(readFileSync(kubeconfigPath, 'utf8'));
  const stopped = new AbortController();
  const { promise: ready, resolve: onReady } = Promise.withResolvers<unknown>();
  const log = createLogger({ level: 'error', destination: process.stderr });
  const ended = runOperator({ configuration: read.configuration, kubeConfig, log, onReady }, stopped.signal);
  await Promise.race([ready, ended]);
  return {
    prepare,
    refusal,
    clear,
    stop: () => {
      stopped.abort();
      return ended;
    },
  };
}

async function install(): Promise<void> {
  const chart = join(root, 'deploy/chart/interaction-server-operator');
  const { exitCode } = await attempt('helm', ['status', release, '-n', 'ixn-operator']);
  if (exitCode !== 0) await run('helm', ['install', release, chart, '-n', 'ixn-operator', '--create-namespace']);
  await kubectl('wait', '--for=condition=Established', 'crd', '--all');
}

async function prepare(): Promise<void> {
  const samples = ['ixn-db-secret-100.yaml', 'tenant-100.yaml'].flatMap((name) => [
    '-f',
    join(root, 'deploy/samples', name),
  ]);
  await kubectl('apply', ...samples);
  await kubectl('wait', '--for=condition=Ready', 'interactionserver/tenant-100', '--timeout=60s');
}

const release = 'interaction-server-operator';

async function refusal(spec: Fields): Promise<string | undefined> {
  const sample: unknown = parse(readFileSync(join(root, 'deploy/samples/tenant-100.yaml'), 'utf8'));
  if (!isFields(sample)) throw new Error('the sample is no map');
  const args = ['apply', '--dry-run=server', '--validate=strict', '-f', '-'];
  const { exitCode, stderr } = await attempt('kubectl', args, JSON.stringify(mergedWith(sample, { spec })));
  return exitCode === 0 ? undefined : stderr;
}

/** Namespaces that every cluster has, and that of the operator. */
const kept = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'ixn-operator'];

async function clear(): Promise<void> {
  // A document may take even the definition away.
  const { exitCode } = await attempt('kubectl', ['get', 'interactionservers']);
  if (exitCode !== 0) return;
  const names = await kubectl('get', 'namespaces', '--output=jsonpath={.items[*].metadata.name}');
  const instances = await kubectl('get', 'interactionservers', '-A', `--output=jsonpath=${instanceLines}`);
  for (const line of instances.split('\n').filter((text) => text !== '')) {
    const [namespace = '', name = ''] = line.split(' ');
    const unprotected = '{"spec":{"deletionProtection":false,"deletionPolicy":"Delete"}}';
    await kubectl('patch', 'interactionserver', name, '-n', namespace, '--type=merge', '-p', unprotected);
  }
  await kubectl('delete', 'interactionservers', '--all', '-A');
  // The garbage collector would do it, but learns of a new kind twice a minute only.
  await kubectl('delete', children, '-A', '-l', `${managedBy}=interaction-server-operator`, '--cascade=foreground');
  await kubectl('delete', 'secrets,persistentvolumeclaims,jobs', '--all', '-n', 'default');
  const made = names.split(' ').filter((name) => !kept.includes(name));
  if (made.length > 0) await kubectl('delete', 'namespaces', ...made);
}

const managedBy = 'app.kubernetes.io/managed-by';
const children =
  'statefulsets,deployments,jobs,services,networkpolicies,configmaps,serviceaccounts,poddisruptionbudgets,horizontalpodautoscalers';
const instanceLines = '{range .items[*]}{.metadata.namespace} {.metadata.name}{"\\n"}{end}';

function kubectl(...args: readonly string[]): Promise<string> {
  return run('kubectl', args);
}

async function run(program: 'helm' | 'kubectl', args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await attempt(program, args);
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

function attempt(program: 'helm' | 'kubectl', args: readonly string[], stdin?: string): Promise<CommandResult> {
  const { kubeconfigPath, programs } = inject('docsTools');
  return runCommand(join(programs, program), ['--kubeconfig', kubeconfigPath, ...args], { stdin });
}
