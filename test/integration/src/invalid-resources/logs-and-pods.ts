import { type InvalidResource, isTransition, required } from './invalid-resource.ts';

const logStorage = { storageSize: '1Gi', storageClassName: 'standard' };

/** The log volume, and what a podTemplate may not change. */
export const invalidLogsAndPods: readonly InvalidResource[] = [
  {
    what: 'a log volume without a size',
    changes: { 'spec.ixnServer.logStorage.mountPath': '/mnt/logs' },
    field: 'spec.ixnServer.logStorage.storageSize',
    words: required,
  },
  {
    what: 'a log volume of no quantity',
    changes: { 'spec.ixnServer.logStorage.storageSize': '5 GB' },
    words: 'must be a quantity that is not negative, such as 5Gi',
  },
  {
    what: 'a log volume of size 0',
    changes: { 'spec.ixnServer.logStorage.storageSize': '0Gi' },
    words: 'must be more than zero, such as 5Gi',
  },
  {
    what: 'a log volume that shrinks',
    stored: { 'spec.ixnServer.logStorage': logStorage },
    changes: { 'spec.ixnServer.logStorage.storageSize': '1000Mi' },
    words: 'a volume cannot shrink: keep the size, or delete the claim',
    onlyApiServer: isTransition,
  },
  {
    what: 'another storage class than before',
    stored: { 'spec.ixnServer.logStorage': logStorage },
    changes: { 'spec.ixnServer.logStorage.storageClassName': 'fast' },
    field: 'spec.ixnServer.logStorage',
    words: 'the storage class of a volume cannot be changed: keep it, or delete the claim',
    onlyApiServer: isTransition,
  },
  {
    what: 'a storage class in capitals',
    changes: { 'spec.ixnServer.logStorage': { ...logStorage, storageClassName: 'Fast' } },
    field: 'spec.ixnServer.logStorage.storageClassName',
    words: 'must be the name of a StorageClass',
  },
  {
    what: 'a mount path that is not absolute',
    changes: { 'spec.ixnServer.logStorage': { ...logStorage, mountPath: 'mnt/logs' } },
    field: 'spec.ixnServer.logStorage.mountPath',
    words: 'must be the absolute path of a folder, such as /mnt/logs',
  },
  {
    what: 'a mount path that the Secrets have',
    changes: { 'spec.ixnServer.logStorage': { ...logStorage, mountPath: '/mnt/env-secrets' } },
    field: 'spec.ixnServer.logStorage.mountPath',
    words: 'must be a folder of its own, such as /mnt/logs: /tmp and /mnt/env-secrets are taken',
  },
  {
    what: 'a podTemplate that changes a label of the selector',
    changes: { 'spec.ixnServer.podTemplate': { metadata: { labels: { 'app.kubernetes.io/name': 'mine' } } } },
    field: 'spec.ixnServer.podTemplate.metadata.labels',
    words: 'labels that lead to the pods cannot be changed: leave out app.kubernetes.io/component',
  },
  {
    what: 'a podTemplate that changes an annotation of the operator',
    changes: { 'spec.ixnNode.podTemplate': { metadata: { annotations: { 'ixn.operators.dev/config': '0' } } } },
    field: 'spec.ixnNode.podTemplate.metadata.annotations',
    words: 'annotations of the operator cannot be changed: leave out what begins with ixn.operators.dev/',
  },
  {
    what: 'a podTemplate with a label that is too long',
    changes: { 'spec.ixnNode.podTemplate': { metadata: { labels: { team: 'v'.repeat(64) } } } },
    field: 'spec.ixnNode.podTemplate.metadata.labels.team',
    words: 'Too long: may not be more than 63 bytes',
  },
  {
    what: 'a podTemplate that is a list',
    changes: { 'spec.ixnVQNode.podTemplate': [] },
    words: 'must be of type object: "array"',
  },
];
