import type { Workload } from '@ixn/connections';
import { componentName } from '@ixn/manifests';
import type { Path, PlacedLeaf } from '../value-tree.ts';
import { mountsPath, scopes, type VolumeScope, volumeScopes } from '../volumes.ts';
import type { Facts } from '../facts.ts';
import { ignored, mapped, notUnderstood, type Outcome, type Rule } from './rule.ts';

const mountedByItself = 'not needed: the operator mounts it by itself';

/** A volume of the chart: of a Secret that a field names, or else one that is laid over the pods. */
function volumeRule(scope: VolumeScope): Rule {
  return {
    helm: `${scope}.volumes[].**`,
    says: 'a Secret at a folder of the vendor’s: the `secretKeyRef` of Redis or Kafka; any other: `podTemplate.spec.volumes` of the workloads that mount it',
    takesEmpty: true,
    outcome: ({ path, value }, { volumes }) => {
      const [index, ...below] = path.slice(2);
      const volume = typeof index === 'number' ? volumes.volume(scope, volumes.nameAt(scope, index)) : undefined;
      if (volume === undefined || index === undefined) return notUnderstood('it has no name');
      if (volume.kind === 'other') {
        const to = (workload: Workload): Path => [workload, 'podTemplate', 'spec', 'volumes', index, ...below];
        if (volume.workloads.length === 0) return notUnderstood('no container mounts the volume');
        return { fate: 'mapped', targets: volume.workloads.map((workload) => ({ path: to(workload), value })) };
      }
      if (below.join('.') === 'secret.secretName') return mapped(volume.name, value);
      const isKey = below.join('.') === 'secret.items.0.key';
      return isKey && volume.key !== undefined ? mapped(volume.key, value) : ignored(mountedByItself);
    },
  };
}

/** A mount of the chart: of such a volume, of the log volume that the chart makes by itself, or of one that is laid over. */
function mountRule(scope: VolumeScope, workload: Workload): Rule {
  const at = mountsPath(workload);
  return {
    helm: `${at.join('.')}[].**`,
    says: `the operator mounts known volumes by itself; any other: \`podTemplate.spec.containers[].volumeMounts\`${workload === 'ixnServer' ? '; of the log volume: `spec.ixnServer.logStorage.mountPath`' : ''}`,
    takesEmpty: true,
    outcome: (leaf, facts) => mountOutcome(scope, workload, leaf, facts),
  };
}

function mountOutcome(scope: VolumeScope, workload: Workload, { path, value }: PlacedLeaf, facts: Facts): Outcome {
  const at = mountsPath(workload);
  const [index, ...below] = path.slice(at.length);
  if (index === undefined) return notUnderstood('it is no list of mounts');
  const name = facts.text([...at, index, 'name']);
  const volume = facts.volumes.volume(scope, name);
  if (volume?.kind === 'known') return ignored(mountedByItself);
  if (volume === undefined && workload === 'ixnServer' && /\blogs?\b/.test(name ?? '')) {
    return below.join('.') === 'mountPath'
      ? mapped(['ixnServer', 'logStorage', 'mountPath'], value)
      : ignored(mountedByItself);
  }
  if (volume === undefined) return notUnderstood('no volume of the values has its name');
  const container: Path = [workload, 'podTemplate', 'spec', 'containers', 0];
  return {
    fate: 'mapped',
    targets: [
      { path: [...container, 'name'], value: componentName(workload) },
      { path: [...container, 'volumeMounts', index, ...below], value },
    ],
  };
}

export const volumeRules: readonly Rule[] = scopes.flatMap((scope) => [
  volumeRule(scope),
  ...volumeScopes[scope].map((workload) => mountRule(scope, workload)),
]);
