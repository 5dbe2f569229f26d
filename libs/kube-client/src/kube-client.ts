import { failure, type Result, succeeded } from './failure.ts';
import { isRecord } from './json.ts';
import { type Page, requestList, type Selection } from './list-request.ts';
import { type KubeObject, type ObjectRef, type ResourceType, refOf, resourceName } from './objects.ts';
import { type ObjectList, parseAnswer, parseObject } from './parse-object.ts';
import { collectionPath, objectPath } from './paths.ts';
import type { Transport, TransportRequest } from './transport-types.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface WriteOptions extends CallOptions {
  /** Asked as the client's own is, and with it: only when both say yes the write is sent. */
  readonly mayWrite?: () => boolean;
}

export interface ListOptions extends CallOptions, Selection, Page {}

export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  /** Take fields over from other managers instead of failing with `FieldConflict`. */
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly subresource?: 'status';
  /** Create only: fails with `AlreadyExists`, and changes nothing, when there is an object of that name. */
  readonly mustBeAbsent?: boolean;
}

export interface CreateOptions extends WriteOptions {
  readonly fieldManager: string;
  readonly dryRun?: boolean;
}

/** Of a write that changes an object which exists. */
export interface ChangeOptions extends WriteOptions {
  readonly fieldManager: string;
  readonly dryRun?: boolean;
}

export interface DeleteOptions extends WriteOptions {
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
  /**
   * Puts `object` in the place of what is there. With a resourceVersion in its metadata it fails with `Conflict` when
   * the object has changed since that version.
   */
  update<T extends KubeObject = KubeObject>(
    type: ResourceType,
    object: KubeObject,
    options: ChangeOptions,
  ): Promise<Result<T>>;
  /** JSON merge patch (RFC 7386): sets the fields that `patch` has, removes those that it has as null. */
  patch<T extends KubeObject = KubeObject>(
    type: ResourceType,
    ref: ObjectRef,
    patch: object,
    options: ChangeOptions,
  ): Promise<Result<T>>;
  /** Asks for deletion. The object as it stays for its finalizers or its grace period, or undefined: gone. `NotFound` when there is none. */
  delete(type: ResourceType, ref: ObjectRef, options?: DeleteOptions): Promise<Result<KubeObject | undefined>>;
  /** GET of any path that answers JSON: discovery, /openapi/v3, /version. */
  raw(path: string, options?: CallOptions): Promise<Result<unknown>>;
}

export interface KubeClientOptions {
  /** Asked right before each attempt of a write; when it says no, nothing is sent and the write fails with `NotLeading`. */
  readonly mayWrite?: () => boolean;
}

/** A client over a transport; it holds nothing itself. */
export function createKubeClient(transport: Transport, { mayWrite }: KubeClientOptions = {}): KubeClient {
  const write = (request: TransportRequest) =>
    transport.send(mayWrite === undefined ? request : { ...request, mayWrite: both(mayWrite, request.mayWrite) });
  return { ...readsOver(transport), ...appliesAndCreates(write), ...changesAndDeletes(write) };
}

type Send = Transport['send'];

function readsOver(transport: Transport): Pick<KubeClient, 'get' | 'list' | 'raw'> {
  return {
    async get(type, ref, options) {
      const path = objectPath(type, ref);
      const request = { verb: 'get', resource: resourceName(type), method: 'GET', path, repeat: 'always' } as const;
      return parseAnswer(await transport.send({ ...request, ...callOf(options) }), type);
    },

    list(type, options = {}) {
      const page = { limit: options.limit, continue: options.continue };
      return requestList(transport, type, options, page, { repeat: 'always', ...callOf(options) });
    },

    raw: (path, options) =>
      transport.send({ verb: 'get', resource: path, method: 'GET', path, repeat: 'always', ...callOf(options) }),
  };
}

function appliesAndCreates(write: Send): Pick<KubeClient, 'apply' | 'create'> {
  return {
    async apply(type, object, options) {
      const { fieldManager, force, dryRun, subresource, mustBeAbsent = false } = options;
      const query = { fieldManager, force, dryRun: dryRun ? 'All' : undefined };
      const answer = await write({
        verb: 'apply',
        resource: resourceName(type),
        method: 'PATCH',
        path: objectPath(type, refOf(object), subresource, query),
        contentType: 'application/apply-patch+yaml', // JSON is YAML
        body: JSON.stringify(mustBeAbsent ? onlyIfAbsent(object) : object),
        // A second sending would take the object that the first one made for somebody else's.
        repeat: mustBeAbsent ? 'throttled' : 'always',
        ...callOf(options),
      });
      return parseAnswer(mustBeAbsent ? asAlreadyExists(answer) : answer, type);
    },

    async create(type, object, { fieldManager, dryRun, ...call }) {
      const query = { fieldManager, dryRun: dryRun ? 'All' : undefined };
      const answer = await write({
        verb: 'create',
        resource: resourceName(type),
        method: 'POST',
        path: collectionPath(type, object.metadata.namespace, query),
        contentType: 'application/json',
        body: JSON.stringify(object),
        repeat: 'throttled',
        ...callOf(call),
      });
      return parseAnswer(answer, type);
    },
  };
}

function changesAndDeletes(write: Send): Pick<KubeClient, 'update' | 'patch' | 'delete'> {
  return {
    async update(type, object, { fieldManager, dryRun, ...call }) {
      const query = { fieldManager, dryRun: dryRun ? 'All' : undefined };
      const answer = await write({
        verb: 'update',
        resource: resourceName(type),
        method: 'PUT',
        path: objectPath(type, refOf(object), undefined, query),
        contentType: 'application/json',
        body: JSON.stringify(object),
        // A second sending would meet the version that the first one made.
        repeat: 'throttled',
        ...callOf(call),
      });
      return parseAnswer(answer, type);
    },

    async patch(type, ref, patch, { fieldManager, dryRun, ...call }) {
      const query = { fieldManager, dryRun: dryRun ? 'All' : undefined };
      const answer = await write({
        verb: 'patch',
        resource: resourceName(type),
        method: 'PATCH',
        path: objectPath(type, ref, undefined, query),
        contentType: 'application/merge-patch+json',
        body: JSON.stringify(patch),
        repeat: 'always', // the same patch again changes nothing
        ...callOf(call),
      });
      return parseAnswer(answer, type);
    },

    async delete(type, ref, options = {}) {
      const { uid, resourceVersion, propagationPolicy, dryRun } = options;
      const preconditions = { uid, resourceVersion };
      const answer = await write({
        verb: 'delete',
        resource: resourceName(type),
        method: 'DELETE',
        path: objectPath(type, ref),
        contentType: 'application/json',
        body: JSON.stringify({ preconditions, propagationPolicy, ...(dryRun ? { dryRun: ['All'] } : {}) }),
        // Without a UID a second sending could hit an object that was made in between.
        repeat: uid === undefined ? 'throttled' : 'always',
        ...callOf(options),
      });
      if (!answer.ok) return answer;
      // A Status says that the object is gone; what stays is answered with.
      const { value } = answer;
      return succeeded(isRecord(value) && value['kind'] === type.kind ? parseObject(value, type) : undefined);
    },
  };
}

function callOf({ signal, timeoutMs, mayWrite }: WriteOptions = {}): WriteOptions {
  return { ...(signal && { signal }), ...(timeoutMs !== undefined && { timeoutMs }), ...(mayWrite && { mayWrite }) };
}

function both(first: () => boolean, second: () => boolean = () => true): () => boolean {
  return () => first() && second();
}

function onlyIfAbsent(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: '1' } };
}

function asAlreadyExists(answer: Result<unknown>): Result<unknown> {
  if (answer.ok || (answer.failure.code !== 'Conflict' && answer.failure.code !== 'FieldConflict')) {
    return answer;
  }
  const { message, httpStatus, causes } = answer.failure;
  return { ok: false, failure: failure('AlreadyExists', message, { causes, ...(httpStatus && { httpStatus }) }) };
}
