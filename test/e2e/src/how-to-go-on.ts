import { namesOf } from './images.ts';
import { releaseName } from './install-operator.ts';
import { accessFlags } from './kubectl.ts';
import { removeCommand, type TestCluster } from './provide-cluster.ts';
import type { Run } from './run-e2e.ts';

/** What a person is told who keeps the cluster: how to reach it, and how to remove it. */
export function howToGoOn({ id, folder, images, options }: Run, cluster: TestCluster): string {
  const kubectl = ['kubectl', ...accessFlags(cluster)].join(' ');
  const namespace = (name: string) => `ixn-e2e-${id}-${name}`;
  const helm = `helm --kubeconfig ${cluster.kubeconfig} --kube-context ${cluster.context}`;
  const remove = options.useCurrentContext
    ? [
        `${kubectl} delete namespace ${namespace('voice')} ${namespace('neighbours')}`,
        `${helm} uninstall ${releaseName(id, true)} --namespace ${namespace('operator')} --wait`,
        `${kubectl} delete namespace ${namespace('operator')}`,
      ]
    : [removeCommand(`ixn-e2e-${id}`).flat().join(' ')];
  const commands = [...remove, `docker image rm ${namesOf(images).join(' ')}`, `rm -r ${folder}`];
  return `\nThe cluster stays. Talk to it:\n\n  ${kubectl} get interactionservers -A\n\nRemove it:\n\n  ${commands.join('\n  ')}\n`;
}
