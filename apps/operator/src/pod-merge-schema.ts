import { type MergeSchema, podMergeSchema } from '@ixn/manifests';
import { askUntilAnswered, type Question } from './ask-until-answered.ts';

/** Where the API server describes core/v1, and with it how pod templates are merged. */
const coreOpenApiPath = '/openapi/v3/api/v1';

/**
 * Reads from the API server how pod templates are merged. A server that cannot be reached, or that has not described its
 * types yet, is asked again until it has. Undefined when the signal aborts first.
 */
export function fetchPodMergeSchema(
  options: Pick<Question<MergeSchema>, 'client' | 'onFailure' | 'retryAfterMs'>,
  signal: AbortSignal,
): Promise<MergeSchema | undefined> {
  return askUntilAnswered({ ...options, path: coreOpenApiPath, read: podMergeSchema }, signal);
}
