import { defaultLogMountPath, type InteractionServer } from '@ixn/interaction-server';
import { imageReference } from './image-reference.ts';
import { logVolumeClaimName } from './names.ts';
import { type Resources, sortedResources } from './resources.ts';

/** Where IXN writes its logs. */
export interface LogVolume {
  readonly mountPath: string;
  /** The claim that keeps them; undefined where they go with the pod. */
  readonly claim: LogVolumeClaim | undefined;
}

export interface LogVolumeClaim {
  readonly name: string;
  readonly storageSize: string;
  readonly storageClassName: string | undefined;
  /** Whether it outlives the instance. */
  readonly retained: boolean;
}

/** The container beside IXN that reads the logs. */
export interface LogSidecar {
  readonly image: string;
  readonly resources: Resources | undefined;
}

export function logVolume({ name, spec }: InteractionServer): LogVolume {
  const { logStorage } = spec.ixnServer;
  if (logStorage === undefined) return { mountPath: defaultLogMountPath, claim: undefined };
  const { mountPath, storageSize, storageClassName } = logStorage;
  const retained = spec.deletionPolicy === 'Retain';
  return { mountPath, claim: { name: logVolumeClaimName(name), storageSize, storageClassName, retained } };
}

export function logSidecar({ spec }: InteractionServer): LogSidecar | undefined {
  const { logSidecar: sidecar } = spec.ixnServer;
  return (
    sidecar && {
      image: imageReference(spec.image.registry, sidecar.image),
      resources: sortedResources(sidecar.resources),
    }
  );
}
