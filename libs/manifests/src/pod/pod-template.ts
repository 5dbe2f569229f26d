import type { V1Container, V1PodTemplateSpec, V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import { configFingerprintAnnotation } from '../annotations.ts';
import { fingerprint } from '../fingerprint.ts';
import { objectLabels } from '../labels.ts';
import { componentName } from '../names.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { probes } from './probes.ts';

/** User and group that the vendor's images run as. */
const vendorUserId = 500;

/** The pods of a workload. They are what the `restricted` pod security standard asks for. */
export function podTemplate(instance: ResolvedInstance, workload: ResolvedWorkload): V1PodTemplateSpec {
  return {
    metadata: {
      labels: { ...objectLabels(instance.name, workload.workload) },
      annotations: { [configFingerprintAnnotation]: fingerprint(workload.environment) },
    },
    spec: {
      serviceAccountName: workload.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(instance.pullSecrets.length > 0 && { imagePullSecrets: instance.pullSecrets.map((name) => ({ name })) }),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: vendorUserId,
        runAsGroup: vendorUserId,
        fsGroup: vendorUserId,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [container(instance, workload)],
      volumes: volumes(workload),
    },
  };
}

function container(instance: ResolvedInstance, workload: ResolvedWorkload): V1Container {
  return {
    name: componentName(workload.workload),
    image: workload.image,
    imagePullPolicy: instance.pullPolicy,
    envFrom: [{ configMapRef: { name: workload.name } }],
    ports: workload.ports.map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })),
    ...probes(),
    ...(workload.resources && { resources: structuredClone(workload.resources) }),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: volumeMounts(workload),
  };
}

function volumeMounts(workload: ResolvedWorkload): V1VolumeMount[] {
  return [
    ...workload.secretMounts.map(({ volume, mountPath }) => ({ name: volume, mountPath, readOnly: true })),
    { name: 'tmp', mountPath: '/tmp' },
  ];
}

function volumes(workload: ResolvedWorkload): V1Volume[] {
  return [
    ...workload.secretMounts.map(({ volume, secretName, keys }) => ({
      name: volume,
      secret: { secretName, items: keys.map((key) => ({ key, path: key })) },
    })),
    { name: 'tmp', emptyDir: {} },
  ];
}
