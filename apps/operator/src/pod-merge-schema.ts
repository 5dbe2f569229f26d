import { setTimeout } from 'node:timers/promises';
import type { KubeClient } from '@ixn/kube-client';
import { type MergeSchema, podMergeSchema } from '@ixn/manifests';

/** Where the API server describes core/v1, and with it how pod templates are merged. */
const coreOpenApiPath = '/openapi/v3/api/v1';

export interface PodMergeSchemaOptions {
  readonly client: Pick<KubeClient, 'raw'>;
  /** Told of each failure, before the next try. */
  readonly onFailure: (message: string) => void;
  readonly retryAfterMs: number;
}

/**
 * Reads from the API server how pod templates are merged. A server that cannot be reached, or that has not described its
 * types yet, is asked again until it has. Undefined when the signal aborts first.
 */
export async function fetchPodMergeSchema(
  { client, onFailure, retryAfterMs }: PodMergeSchemaOptions,
  signal: AbortSignal,
): Promise<MergeSchema | undefined> {
  while (!signal.aborted) {
    const answer = await client.raw(coreOpenApiPath, { signal });
    if (answer.ok) {
      const schema = podMergeSchema(answer.value);
      if (schema !== undefined) return schema;
    }
    if (signal.aborted) return undefined;
    onFailure(answer.ok ? `${coreOpenApiPath} describes no pod template` : answer.failure.message);
    // Ends early, by a rejection, when the signal aborts.
    await setTimeout(retryAfterMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
