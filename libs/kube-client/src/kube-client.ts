import type { Result } from './failure.ts';
import type { KubeObject, ObjectRef, ResourceType } from './objects.ts';
import type { Transport } from './transport-types.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface ListOptions extends CallOptions {
  /** All namespaces when left out. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Items a page; everything at once when left out. */
  readonly limit?: number;
  /** The token of the page before. */
  readonly continue?: string;
  readonly metadataOnly?: boolean;
}

export interface ObjectList<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  /** Present when there is a next page. */
  readonly continue?: string;
}

export interface ApplyOptions extends CallOptions {
  readonly fieldManager: string;
  /** Take fields over from other managers instead of failing with `FieldConflict`. */
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly subresource?: 'status';
  /** Create only: fails with `AlreadyExists`, and changes nothing, when there is an object of that name. */
  readonly mustBeAbsent?: boolean;
}

export interface CreateOptions extends CallOptions {
  readonly fieldManager: string;
  readonly dryRun?: boolean;
}

export interface DeleteOptions extends CallOptions {
  /** Precondition; another UID fails with `Conflict`. */
  readonly uid?: string;
  /** Precondition; another version fails with `Conflict`. */
  readonly resourceVersion?: string;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly dryRun?: boolean;
}

/**
 * Requests on single objects. Nothing here throws for what a server or a network does: every failure is a value.
 * `T` is the caller's claim about what the type's objects look like; only the metadata is checked.
 */
export interface KubeClient {
  get<T extends KubeObject = KubeObject>(type: ResourceType, ref: ObjectRef, options?: CallOptions): Promise<Result<T>>;
  list<T extends KubeObject = KubeObject>(type: ResourceType, options?: ListOptions): Promise<Result<ObjectList<T>>>;
  /** Server-side apply of the fields that `object` has, and of no others. */
  apply<T extends KubeObject = KubeObject>(
    type: ResourceType,
    object: KubeObject,
    options: ApplyOptions,
  ): Promise<Result<T>>;
  create<T extends KubeObject = KubeObject>(
    type: ResourceType,
    object: KubeObject,
    options: CreateOptions,
  ): Promise<Result<T>>;
  /** Asks for deletion; the object may stay for its finalizers. `NotFound` when there is none. */
  delete(type: ResourceType, ref: ObjectRef, options?: DeleteOptions): Promise<Result<void>>;
  /** GET of any path that answers JSON: discovery, /openapi/v3, /version. */
  raw(path: string, options?: CallOptions): Promise<Result<unknown>>;
}

/** A client over a transport; it holds nothing itself. */
export function createKubeClient(_transport: Transport): KubeClient {
  throw new Error('not built yet');
}
