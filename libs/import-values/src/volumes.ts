import { type Connection, connections, type Workload } from '@ixn/connections';
import { dotted, itemsIn, nodeAt, type Path, textIn, type ValueNode } from './value-tree.ts';

/** Where the chart lists volumes, and whose containers mount them. */
export const volumeScopes = {
  ixnService: ['ixnServer', 'ixnNode'],
  ixnVQNode: ['ixnVQNode'],
} as const satisfies Record<string, readonly Workload[]>;

export type VolumeScope = keyof typeof volumeScopes;

/** A volume that the operator makes by itself, as a field says which Secret is in it. */
export interface KnownVolume {
  readonly kind: 'known';
  /** Where the name of the Secret stands below `spec`. */
  readonly name: Path;
  /** Where the key stands; undefined where the keys are always the same. */
  readonly key: Path | undefined;
}

/** What is known of a volume of the chart by its name. */
export type Volume =
  | KnownVolume
  /** Any other: it is laid over the pods of the workloads that mount it. */
  | { readonly kind: 'other'; readonly workloads: readonly Workload[] };

export interface VolumeFacts {
  /** The volume of a scope by its name; undefined where the scope has none of that name. */
  readonly volume: (scope: VolumeScope, name: string | undefined) => Volume | undefined;
  /** The name of the volume at a place in the list of a scope. */
  readonly nameAt: (scope: VolumeScope, index: number) => string | undefined;
}

/** Secrets that the chart mounts by itself, with the keys that it reads, and where they go below `spec`. */
export const sharedSecrets = [
  { secret: 'redis-ors-secret', key: 'voice-redis-ors-stream', settings: 'ixnNode.redis' },
  { secret: 'kafka-shared-secret', key: 'kafka-secrets', settings: 'kafka' },
] as const;

export function volumeFacts(values: ValueNode): VolumeFacts {
  const found = new Map<string, Volume>();
  for (const scope of scopes) {
    for (const volume of itemsIn(values, scope, 'volumes')) {
      const name = textIn(volume, 'name');
      if (name !== undefined) found.set(`${scope}/${name}`, volumeOf(values, scope, name, volume));
    }
  }
  return {
    volume: (scope, name) => (name === undefined ? undefined : found.get(`${scope}/${name}`)),
    nameAt: (scope, index) => textIn(values, scope, 'volumes', index, 'name'),
  };
}

export const scopes: readonly VolumeScope[] = ['ixnService', 'ixnVQNode'];

/** Where the mounts of a workload stand in the chart. */
export function mountsPath(workload: Workload): Path {
  return workload === 'ixnVQNode' ? ['ixnVQNode', 'volumeMounts'] : ['ixnService', workload, 'volumeMounts'];
}

function volumeOf(values: ValueNode, scope: VolumeScope, name: string, volume: ValueNode): Volume {
  const mounts = volumeScopes[scope].flatMap((workload) =>
    itemsIn(values, ...mountsPath(workload))
      .filter((mount) => textIn(mount, 'name') === name)
      .map((mount) => ({ workload, mountPath: textIn(mount, 'mountPath') ?? '' })),
  );
  const isSecret = nodeAt(volume, ['secret']) !== undefined;
  const known = mounts.flatMap(({ workload, mountPath }) => knownFolder(workload, mountPath) ?? [])[0];
  const shared = sharedSecrets.find(({ secret }) => secret === textIn(volume, 'secret', 'secretName'));
  if (isSecret && known !== undefined) return known;
  if (isSecret && shared !== undefined && mounts.length === 0) return keyOfSecret(shared.settings, 'secretKeyRef');
  return { kind: 'other', workloads: [...new Set(mounts.map(({ workload }) => workload))] };
}

/** The volume that the operator mounts at a folder, as the connections table says. */
function knownFolder(workload: Workload, mountPath: string): KnownVolume | undefined {
  const table: readonly Connection[] = connections;
  const found = table
    .filter((row) => row.source === workload)
    .flatMap(({ outgoing }) => (outgoing?.files ?? []).map((file) => ({ settings: outgoing?.settings, file })))
    .find(({ file }) => file.mountPath === mountPath.replace(/\/+$/, ''));
  if (found?.settings === undefined) return undefined;
  const { settings, file } = found;
  switch (file.content.from) {
    case 'secret-key':
      return keyOfSecret(settings, file.content.path);
    case 'secret':
      return { kind: 'known', name: dotted(`${settings}.${file.content.path}.name`), key: undefined };
    case 'key-choice':
      return keyOfSecret(settings, `${file.content.path}.secretKeyRef`);
  }
}

function keyOfSecret(settings: string, path: string): KnownVolume {
  return { kind: 'known', name: dotted(`${settings}.${path}.name`), key: dotted(`${settings}.${path}.key`) };
}
