import type { Result } from './failure.ts';
import { type KubeObject, type ResourceType, resourceName } from './objects.ts';
import { type ObjectList, parseList } from './parse-object.ts';
import { collectionPath } from './paths.ts';
import type { Transport, TransportRequest } from './transport-types.ts';

/** Which objects of a type are meant. */
export interface Selection {
  /** All namespaces when left out. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Only metadata travels (PartialObjectMetadata). */
  readonly metadataOnly?: boolean | undefined;
}

export interface Page {
  /** Items a page; everything at once when left out. */
  readonly limit?: number | undefined;
  /** The token of the page before. */
  readonly continue?: string | undefined;
}

/** Asks for one page. Without a resourceVersion it is consistent: never older than what a watch has already told. */
export async function requestList<T extends KubeObject>(
  transport: Transport,
  type: ResourceType,
  { namespace, labelSelector, fieldSelector, metadataOnly }: Selection,
  page: Page,
  call: Pick<TransportRequest, 'repeat' | 'signal' | 'timeoutMs'>,
): Promise<Result<ObjectList<T>>> {
  const answer = await transport.send({
    verb: 'list',
    resource: resourceName(type),
    method: 'GET',
    path: collectionPath(type, namespace, { labelSelector, fieldSelector, ...page }),
    ...(metadataOnly ? { accept: metadataMediaType('PartialObjectMetadataList') } : {}),
    ...call,
  });
  return parseList(answer, type);
}

/** Kubernetes API concepts, "Metadata-only fetches". */
export function metadataMediaType(kind: 'PartialObjectMetadata' | 'PartialObjectMetadataList'): string {
  return `application/json;as=${kind};g=meta.k8s.io;v=v1`;
}
