import type { V1Container, V1SecurityContext, V1VolumeMount } from '@kubernetes/client-node';
import { componentName } from '../names.ts';
import type { LogSidecar } from '../log-volume.ts';
import type { Resources } from '../resources.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { probes } from './probes.ts';
import { volumeNames } from './volumes.ts';

/** What the `restricted` pod security standard asks of a container, and a root file system that nobody can write to. */
export function hardening(): V1SecurityContext {
  return { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
}

/** The workload's own container. */
export function workloadContainer(instance: ResolvedInstance, workload: ResolvedWorkload): V1Container {
  return {
    name: componentName(workload.workload),
    ...programOf(instance, workload),
    ports: workload.ports.map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })),
    ...probes(),
    volumeMounts: [...fileMounts(workload), ...logMounts(workload, {}), { name: volumeNames.tmp, mountPath: '/tmp' }],
  };
}

/** The workload's image once more, before it starts: it makes the schema of its database where there is none. */
export function schemaInitContainer(instance: ResolvedInstance, workload: ResolvedWorkload): V1Container {
  return {
    name: 'init-schema',
    ...programOf(instance, workload),
    args: ['init-schema'],
    volumeMounts: [...fileMounts(workload), { name: volumeNames.tmp, mountPath: '/tmp' }],
  };
}

/** The image of a workload and all that it is told. */
function programOf(instance: ResolvedInstance, workload: ResolvedWorkload) {
  const { image, name, nodeIpVariables } = workload;
  return {
    image,
    imagePullPolicy: instance.pullPolicy,
    envFrom: [{ configMapRef: { name } }],
    // An empty list would leave no trace in managedFields.
    ...(nodeIpVariables.length > 0 && {
      env: nodeIpVariables.map((variable) => ({
        name: variable,
        valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.hostIP' } },
      })),
    }),
    ...resourcesOf(workload),
    securityContext: hardening(),
  } satisfies Partial<V1Container>;
}

function fileMounts({ mounts }: ResolvedWorkload): V1VolumeMount[] {
  return mounts.map(({ volume, mountPath }) => ({ name: volume, mountPath, readOnly: true }));
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
