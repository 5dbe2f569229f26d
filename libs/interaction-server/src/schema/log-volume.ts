import { z } from 'zod';
import { imageSchema } from './image.ts';
import { objectNameSchema } from './primitives.ts';
import { quantityPattern } from './quantity.ts';
import { resourcesSchema } from './resources.ts';
import { matching, withRule, withTransitionRule } from './rule.ts';

/** Where IXN writes its logs unless the spec says otherwise. */
export const defaultLogMountPath = '/mnt/logs';

/** Folders that the pod has volumes of its own in. */
const takenFolders = { tmp: '/tmp', secrets: '/mnt/env-secrets' } as const;

const mountPathSchema = withRule(
  matching(
    z.string().min(2).max(255).describe('Folder in the container of IXN in which the volume appears.'),
    '^(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$',
    'must be the absolute path of a folder, such as /mnt/logs',
  ),
  {
    cel: `self != '${takenFolders.tmp}' && self != '/mnt' && !(self + '/').startsWith('${takenFolders.secrets}/')`,
    message: `must be a folder of its own, such as /mnt/logs: ${takenFolders.tmp} and ${takenFolders.secrets} are taken`,
    holds: (path) => path !== takenFolders.tmp && path !== '/mnt' && !`${path}/`.startsWith(`${takenFolders.secrets}/`),
  },
).default(defaultLogMountPath);

const storageSizeSchema = withTransitionRule(
  withRule(
    matching(
      z.string().max(32).describe('Size of the volume, such as 5Gi. It can grow, not shrink.'),
      quantityPattern,
      'must be a quantity that is not negative, such as 5Gi',
    ),
    {
      cel: "self.matches('[1-9]')",
      message: 'must be more than zero, such as 5Gi',
      holds: (size) => /[1-9]/.test(size),
    },
  ),
  {
    cel: '!isQuantity(self) || !isQuantity(oldSelf) || quantity(self).compareTo(quantity(oldSelf)) >= 0',
    message:
      'a volume cannot shrink: keep the size, or delete the claim <name>-ixn-logs with its logs after taking logStorage away, then set it again',
  },
);

/** The volume for IXN's logs. It outlives the instance. */
export const logStorageSchema = withTransitionRule(
  z
    .object({
      mountPath: mountPathSchema,
      storageSize: storageSizeSchema,
      storageClassName: objectNameSchema(
        "Name of the StorageClass; the cluster's default one when absent.",
        'must be the name of a StorageClass: lower-case letters, digits, - and ., such as standard',
      ).exactOptional(),
    })
    .describe(
      'Volume for the logs of IXN: a PersistentVolumeClaim <name>-ixn-logs, which is kept when the instance is deleted. An emptyDir when absent.',
    ),
  {
    cel: '!has(oldSelf.storageClassName) || (has(self.storageClassName) && self.storageClassName == oldSelf.storageClassName)',
    message:
      'the storage class of a volume cannot be changed: keep it, or delete the claim <name>-ixn-logs with its logs after taking logStorage away, then set it again',
  },
);

/** A container that ships the logs. */
export const logSidecarSchema = z
  .object({ image: imageSchema, resources: resourcesSchema.exactOptional() })
  .describe('Container beside IXN that sees its log volume read-only, such as a fluent-bit. None when absent.');
