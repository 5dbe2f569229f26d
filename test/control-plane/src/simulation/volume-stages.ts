import type { Stage } from './stage.ts';
import { storageClass } from './words.ts';

/**
 * Volumes for claims of the simulated storage class. The stage makes the volume; the real controller binds the two and
 * releases the volume later. The annotation keeps that controller from deleting the (never existing) folder itself.
 */
export const volumeStages: readonly Stage[] = [
  {
    name: 'claim-is-provisioned',
    kind: 'PersistentVolumeClaim',
    when: `.metadata.deletionTimestamp == null and .spec.storageClassName == "${storageClass.name}" and ((.spec.volumeName // "") == "")`,
    steps: [
      {
        apply: `apiVersion: v1
kind: PersistentVolume
metadata:
  name: pvc-{{ .metadata.uid }}
  annotations:
    pv.kubernetes.io/provisioned-by: ${storageClass.provisioner}
spec:
  accessModes: {{ toJson .spec.accessModes }}
  capacity: {{ toJson .spec.resources.requests }}
  persistentVolumeReclaimPolicy: Delete
  storageClassName: ${storageClass.name}
  volumeMode: {{ default "Filesystem" .spec.volumeMode }}
  claimRef:
    apiVersion: v1
    kind: PersistentVolumeClaim
    namespace: {{ .metadata.namespace | Quote }}
    name: {{ .metadata.name | Quote }}
    uid: {{ .metadata.uid | Quote }}
  hostPath:
    path: /simulated/{{ .metadata.uid }}
`,
      },
    ],
  },
  {
    name: 'released-volume-is-deleted',
    kind: 'PersistentVolume',
    when: `.metadata.deletionTimestamp == null and .spec.storageClassName == "${storageClass.name}" and .status.phase == "Released" and .spec.persistentVolumeReclaimPolicy == "Delete"`,
    steps: [{ delete: true }],
  },
];

/** Makes itself the class of every claim that names none. */
export const simulatedStorageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {
    name: storageClass.name,
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
  },
  provisioner: storageClass.provisioner,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'Immediate',
} as const;
