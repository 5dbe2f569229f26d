import type { V1Volume } from '@kubernetes/client-node';
import type { ResolvedWorkload } from '../resolve.ts';

/** The volumes that do not come from a Secret or ConfigMap; a podTemplate may name them. */
export const volumeNames = { tmp: 'tmp', logs: 'logs', logSidecarTmp: 'log-sidecar-tmp' } as const;

/** The volumes of a workload's pods. */
export function volumes({ mounts, logVolume, logSidecar }: ResolvedWorkload): V1Volume[] {
  return [
    ...mounts.map(({ volume, kind, name, items }): V1Volume => {
      const files = items.map((item) => ({ ...item }));
      return kind === 'Secret'
        ? { name: volume, secret: { secretName: name, items: files } }
        : { name: volume, configMap: { name, items: files } };
    }),
    ...(logVolume === undefined ? [] : [logs(logVolume.claim)]),
    { name: volumeNames.tmp, emptyDir: {} },
    ...(logSidecar === undefined ? [] : [{ name: volumeNames.logSidecarTmp, emptyDir: {} }]),
  ];
}

function logs(claim: { readonly name: string } | undefined): V1Volume {
  return claim === undefined
    ? { name: volumeNames.logs, emptyDir: {} }
    : { name: volumeNames.logs, persistentVolumeClaim: { claimName: claim.name } };
}
