import { setTimeout } from 'node:timers/promises';
import type { KubeClient } from '@ixn/kube-client';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Configuration } from './configuration.ts';
import { podType } from './resource-types.ts';
import { listAt, textAt } from './value-at.ts';

export interface OwnImageParts {
  readonly client: Pick<KubeClient, 'get'>;
  readonly kubeConfig: Pick<KubeConfig, 'getContextObject' | 'currentContext'>;
  /** Told why it is not known, or not yet. */
  readonly onFailure: (message: string) => void;
  readonly retryAfterMs: number;
}

/** The container that runs the operator, where its pod has others, too. */
const containerName = 'operator';

/**
 * The image that this process runs: as it is told, or as its own pod says. Undefined where it runs in no pod, or may not look
 * at it, or when the signal aborts first.
 */
export async function findOwnImage(
  { image, pod: name }: Pick<Configuration, 'image' | 'pod'>,
  { client, kubeConfig, onFailure, retryAfterMs }: OwnImageParts,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (image !== undefined || name === undefined) return image;
  const namespace = kubeConfig.getContextObject(kubeConfig.currentContext)?.namespace?.trim() ?? 'default';
  while (!signal.aborted) {
    const pod = await client.get(podType, { namespace, name });
    if (pod.ok) {
      const containers = listAt(pod.value, 'spec', 'containers');
      const own = containers.find((container) => textAt(container, 'name') === containerName) ?? containers[0];
      return textAt(own, 'image');
    }
    onFailure(pod.failure.message);
    if (pod.failure.category === 'terminal') return undefined;
    // Ends early, by a rejection, when the signal aborts.
    await setTimeout(retryAfterMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
