import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditedControlPlane, auditLogOf } from './audit/audited-control-plane.ts';
import type { AuditLogPlace } from './cluster-facts.ts';
import { execute } from './execute.ts';
import type { ClusterAccess } from './kubectl.ts';

/** The cluster that the tests run on. */
export interface TestCluster extends ClusterAccess {
  /** Name of the kind cluster; undefined where it is a cluster of another kind. */
  readonly kindName: string | undefined;
  /** Undefined where the API server's audit log cannot be read. */
  readonly auditLog: AuditLogPlace | undefined;
}

export interface NewCluster {
  readonly name: string;
  readonly folder: string;
  readonly workers: number;
  /** Whose requests are to be in the audit log: the ServiceAccounts of this namespace. */
  readonly auditedNamespace: string;
  /** Undefined for kind's own choice. */
  readonly nodeImage: string | undefined;
}

/** The command line that removes a kind cluster. */
export function removeCommand(name: string): readonly [command: string, args: readonly string[]] {
  return ['kind', ['delete', 'cluster', '--name', name]];
}

/** Makes a kind cluster with a kubeconfig file of its own. What a failure leaves behind goes by `removeCommand`. */
export async function createCluster(
  { name, folder, workers, auditedNamespace, nodeImage }: NewCluster,
  signal: AbortSignal,
): Promise<TestCluster> {
  const kubeconfig = join(folder, 'kubeconfig');
  const config = join(folder, 'kind.yaml');
  const controlPlane = auditedControlPlane(folder, auditedNamespace);
  const nodes = [controlPlane, ...Array.from({ length: workers }, () => ({ role: 'worker' }))];
  writeFileSync(config, JSON.stringify({ kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', nodes }));
  const image = nodeImage === undefined ? [] : ['--image', nodeImage];
  const paths = ['--config', config, '--kubeconfig', kubeconfig];
  await execute('kind', ['create', 'cluster', '--name', name, ...paths, ...image, '--wait', '180s'], { signal });
  return { kubeconfig, context: `${kindPrefix}${name}`, kindName: name, auditLog: auditLogOf(name) };
}

/** The cluster of the current kubeconfig context, copied into a file so that a switch of contexts changes nothing. */
export async function currentCluster(folder: string, signal: AbortSignal): Promise<TestCluster> {
  const kubeconfig = join(folder, 'kubeconfig');
  const context = await currentContext(signal);
  const view = ['config', 'view', '--minify', '--flatten', '--raw', '--context', context];
  writeFileSync(kubeconfig, await execute('kubectl', view, { signal }), { mode: 0o600 });
  const kindName = isKind(context) ? context.slice(kindPrefix.length) : undefined;
  return { kubeconfig, context, kindName, auditLog: undefined };
}

/** Whether the current kubeconfig context is one that kind made; false where there is none, or no kubectl. */
export async function currentContextIsKind(): Promise<boolean> {
  return await currentContext().then(isKind, () => false);
}

async function currentContext(signal?: AbortSignal): Promise<string> {
  return (await execute('kubectl', ['config', 'current-context'], { signal })).trim();
}

const kindPrefix = 'kind-';

function isKind(context: string): boolean {
  return context.startsWith(kindPrefix);
}
