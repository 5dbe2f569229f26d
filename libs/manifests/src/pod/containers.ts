import type { V1Container, V1SecurityContext, V1VolumeMount } from '@kubernetes/client-node';
import { componentName } from '../names.ts';
import type { LogSidecar } from '../log-volume.ts';
import type { Resources } from '../resources.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { probes } from './probes.ts';
import { volumeNames } from './volumes.ts';

/** What the `restricted` pod security standard asks of a container, and a root file system that nobody can write to. */
function hardening(): V1SecurityContext {
  return { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
}

/** The workload's own container. */
export function workloadContainer(instance: ResolvedInstance, workload: ResolvedWorkload): V1Container {
  return {
    name: componentName(workload.workload),
    image: workload.image,
    imagePullPolicy: instance.pullPolicy,
    envFrom: [{ configMapRef: { name: workload.name } }],
    ports: workload.ports.map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })),
    ...probes(),
    ...resourcesOf(workload),
    securityContext: hardening(),
    volumeMounts: [
      ...workload.secretMounts.map(({ volume, mountPath }) => ({ name: volume, mountPath, readOnly: true })),
      ...logMounts(workload, {}),
      { name: volumeNames.tmp, mountPath: '/tmp' },
    ],
  };
}

/**
 * The container that reads the logs: an init container that goes on, so that it starts before IXN and ends after it
 * (Kubernetes 1.29).
 */
export function logSidecarContainer(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
  sidecar: LogSidecar,
): V1Container {
  return {
    name: 'log-sidecar',
    image: sidecar.image,
    imagePullPolicy: instance.pullPolicy,
    restartPolicy: 'Always',
    ...resourcesOf(sidecar),
    securityContext: hardening(),
    volumeMounts: [...logMounts(workload, { readOnly: true }), { name: volumeNames.logSidecarTmp, mountPath: '/tmp' }],
  };
}

function logMounts({ logVolume }: ResolvedWorkload, access: { readonly readOnly?: true }): V1VolumeMount[] {
  return logVolume === undefined ? [] : [{ name: volumeNames.logs, mountPath: logVolume.mountPath, ...access }];
}

function resourcesOf({ resources }: { readonly resources: Resources | undefined }): Pick<V1Container, 'resources'> {
  return resources === undefined ? {} : { resources: structuredClone(resources) };
}
