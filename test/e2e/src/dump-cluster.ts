import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterFacts } from './cluster-facts.ts';
import { operatorSelector } from './install-operator.ts';
import type { Kubectl } from './kubectl.ts';

/** Writes what a person would look at after a failure into a folder, a file each; what cannot be had says why. */
export async function dumpCluster(
  kubectl: Kubectl,
  namespaces: ClusterFacts['namespaces'],
  folder: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const operatorLog = ['logs', '-n', namespaces.operator, '-l', operatorSelector, '--tail=-1'];
  const objects =
    'interactionservers,statefulsets,deployments,pods,services,networkpolicies,poddisruptionbudgets,horizontalpodautoscalers,jobs';
  const files: Readonly<Record<string, readonly string[]>> = {
    'nodes.txt': ['get', 'nodes', '-o', 'wide'],
    'pods.txt': ['get', 'pods', '-A', '-o', 'wide'],
    'pods-described.txt': ['describe', 'pods', '-n', namespaces.instances],
    'events.txt': ['get', 'events', '-A', '--sort-by=.metadata.creationTimestamp'],
    'objects.yaml': ['get', objects, '-n', namespaces.instances, '-o', 'yaml'],
    'neighbours.txt': ['get', 'pods', '-n', namespaces.neighbours, '-o', 'wide', '--show-labels'],
    'operator.log': operatorLog,
    'operator-previous.log': [...operatorLog, '--previous'],
    'operator-described.txt': ['describe', 'pods', '-n', namespaces.operator],
  };
  for (const [name, args] of Object.entries(files)) {
    const { stdout, stderr } = await kubectl.attempt(args);
    writeFileSync(join(folder, name), stdout + stderr);
  }
}
