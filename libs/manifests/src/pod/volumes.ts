import type { V1Volume } from '@kubernetes/client-node';
import type { ResolvedWorkload } from '../resolve.ts';

/** The volumes that do not come from a Secret; a podTemplate may name them. */
export const volumeNames = { tmp: 'tmp', logs: 'logs', logSidecarTmp: 'log-sidecar-tmp' } as const;

/** The volumes of a workload's pods. */
export function volumes({ secretMounts, logVolume, logSidecar }: ResolvedWorkload): V1Volume[] {
  return [
    ...secretMounts.map(({ volume, secretName, keys }) => ({
      name: volume,
      secret: { secretName, items: keys.map((key) => ({ key, path: key })) },
    })),
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
