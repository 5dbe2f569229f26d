import { join, resolve } from 'node:path';
import { buildTool, type ControlPlane, podAnnotations, startControlPlane, startGuard } from '@ixn/control-plane';
import type { TestProject } from 'vitest/node';
import type { ClusterFacts } from '../src/cluster-facts.ts';
import { createHelm } from '../src/helm.ts';
import { installOperator, releaseName } from '../src/install-operator.ts';
import { createKubectl } from '../src/kubectl.ts';
import { untilOwnersAreKnown } from '../src/owner-references.ts';
import { runOperatorPods } from './operator-processes.ts';

const nodes = ['worker-a', 'worker-b', 'worker-c'];
const image = { registry: 'registry.invalid', repository: 'ixn/simulated', tag: '1' };

const namespaces = { operator: 'ixn-operator', instances: 'e2e-voice', neighbours: 'e2e-neighbours' };

/** The part of the e2e tests that simulated pods can show: a control plane of three nodes, the chart, and operators beside it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const onProgress = console.log;
  const helm = await buildTool({ folder: resolve(import.meta.dirname, '../../tools/helm'), onProgress });
  const controlPlane = await startControlPlane({
    nodes,
    auditLog: true,
    admissionPlugins: ['OwnerReferencesPermissionEnforcement'],
    onProgress,
  });
  const guard = startGuard([]);
  const numbers = join(controlPlane.folder, 'operators');
  const { folder } = controlPlane;
  const operators = runOperatorPods({ controlPlane, namespace: namespaces.operator, numbers, folder, guard });
  const facts = factsOf(controlPlane, numbers);
  await install(controlPlane, facts, helm);
  project.provide('cluster', facts);
  return async () => {
    await operators.stop();
    await guard.dismiss();
    await controlPlane.stop();
  };
}

async function install(controlPlane: ControlPlane, facts: ClusterFacts, program: string): Promise<void> {
  const kubectl = createKubectl(facts);
  const helm = createHelm(facts, { program, home: join(controlPlane.folder, 'helm') });
  // As long as a container may take to end: a simulated pod would be gone before its process could be told.
  const values = { podAnnotations: { [podAnnotations.endAfter]: '2s' } };
  const nothing = { crd: false, deletionProtection: false };
  await installOperator({ kubectl, helm, image: facts.operator, facts }, nothing, values);
  // Its garbage collector looks for new kinds twice a minute only; a new start makes it look now.
  await controlPlane.restart('kube-controller-manager');
  await untilOwnersAreKnown(kubectl, facts.namespaces.instances);
}

function factsOf({ kubeconfigPath, kubectlPath, auditLogPath }: ControlPlane, operatorProcesses: string): ClusterFacts {
  return {
    run: 'local',
    kubeconfig: kubeconfigPath,
    context: 'ixn-control-plane',
    kubectl: kubectlPath,
    kindName: null,
    shared: false,
    release: releaseName('local', false),
    namespaces,
    operator: image,
    standIn: image,
    consul: image,
    standInEntrypoint: [],
    workers: nodes.length,
    auditLog: auditLogPath === undefined ? null : { node: null, path: auditLogPath },
    operatorProcesses,
  };
}
