import type { Failure } from './failure.ts';
import type { KubeObject, ObjectRef, ResourceType } from './objects.ts';
import type { Transport } from './transport-types.ts';

/** What happened to one object between two states of a store. `before` and `after` are projections. */
export type StoreChange<T> =
  | { readonly kind: 'added'; readonly ref: ObjectRef; readonly after: T }
  | { readonly kind: 'changed'; readonly ref: ObjectRef; readonly before: T; readonly after: T }
  | { readonly kind: 'deleted'; readonly ref: ObjectRef; readonly before: T };

/** Something that a store went through. */
export type StoreEvent =
  | { readonly kind: 'listed'; readonly items: number; readonly durationMs: number }
  | { readonly kind: 'listFailed'; readonly failure: Failure; readonly nextTryInMs: number }
  | {
      readonly kind: 'watchEnded';
      /** `closed`: the server ended it, as it does every few minutes. `expired`: 410. `malformed`: an unknown line. */
      readonly cause: 'closed' | 'expired' | 'failed' | 'malformed';
      readonly failure?: Failure;
      readonly next: 'watch' | 'list';
      readonly nextTryInMs: number;
    }
  | { readonly kind: 'handlerThrew'; readonly ref: ObjectRef; readonly error: unknown }
  | { readonly kind: 'projectionThrew'; readonly ref: ObjectRef; readonly error: unknown }
  /** A bug in the store itself; it lists again. */
  | { readonly kind: 'faulted'; readonly error: unknown; readonly nextTryInMs: number };

/** For logs and metrics: what happened, and to which store. */
export type StoreNote = { readonly resource: string; readonly namespace?: string } & StoreEvent;

export interface StoreTimings {
  /** Objects a page of the initial list. */
  readonly pageSize: number;
  readonly listTimeoutMs: number;
  /** How long the server is asked to keep one watch open; up to twice that, at random. */
  readonly watchTimeoutMs: number;
  /** Silence after which a watch counts as dead. The API server sends a bookmark about once a minute. */
  readonly idleTimeoutMs: number;
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
  /** The longest that a server may make it wait by Retry-After: one that asks for an hour would leave it out of date. */
  readonly retryAfterMaxMs: number;
  /** A watch that lived this long was healthy: the back-off starts anew. */
  readonly healthyAfterMs: number;
}

export interface StoreOptions<T> {
  readonly transport: Transport;
  readonly type: ResourceType;
  /** One reflector for each namespace; `all` for every namespace and for cluster-scoped types. */
  readonly namespaces: readonly string[] | 'all';
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** What is kept in memory of an object. Must not throw; an object for which it does is reported and left out. */
  readonly project: (object: KubeObject) => T;
  readonly indexes?: Readonly<Record<string, (item: T) => readonly string[]>>;
  /** Only metadata travels (PartialObjectMetadata); `apiVersion` and `kind` are the type's. */
  readonly metadataOnly?: boolean;
  /**
   * Lists as a stream where the server can (WatchList), else in pages: less time and memory for many objects. Asks for nothing but the right to watch. False by default.
   */
  readonly streamedList?: boolean;
  readonly observe?: (note: StoreNote) => void;
  readonly timings?: Partial<StoreTimings>;
}

/**
 * A live copy of what the API server holds of one type. Reads are synchronous and cost no request.
 * Once synced it is a past or present state of the server, and never goes back in time, nor behind `observeWrite` and `observeDelete`.
 */
export interface Store<T> {
  /** What it holds, as `resourceName` gives it. */
  readonly resource: string;
  /** Lists and watches until `signal` aborts, then resolves. Server faults never end it. To be called once. */
  run(signal: AbortSignal): Promise<void>;
  /** Resolves when every namespace was listed once; stays pending when the store is stopped before. */
  readonly synced: Promise<void>;
  hasSynced(): boolean;
  get(ref: ObjectRef): T | undefined;
  /** In no particular order; of one namespace, or of all. */
  list(namespace?: string): readonly T[];
  /** The items for which the index function named `name` gave `value`. An unknown name throws. */
  byIndex(name: string, value: string): readonly T[];
  /**
   * Called after the store has changed, for changes from now on. It is not awaited; when it throws or rejects, that
   * is reported as `handlerThrew` and nothing else happens. Returns the way to end it.
   */
  subscribe(handler: (change: StoreChange<T>) => void | Promise<void>): () => void;
  /**
   * Takes in the answer to a write of our own (not of a dry run), so that the next read sees it before the watch does.
   * Objects that the store does not cover, and answers that are older than what it has, are ignored.
   */
  observeWrite(object: KubeObject): void;
  /**
   * Takes in that the server said that the object with this UID is gone, so that the next read sees it before the watch does.
   * Ignored when it holds no such object.
   */
  observeDelete(ref: ObjectRef, uid: string): void;
  /**
   * Time since the last sign of life (list page, event, bookmark) of the quietest namespace; since creation when there
   * was none. `nowMs` is epoch milliseconds, `Date.now()` by default.
   */
  lastEventAgeMs(nowMs?: number): number;
  /**
   * Time since the quietest namespace last did anything: a sign of life came, or a try failed and another is due. It
   * stays small while a server is away, so it is what liveness should look at; only a store that has died grows old.
   * With the default timings it is below 5 minutes. `nowMs` is as `performance.now()` counts.
   */
  lastActivityAgeMs(nowMs?: number): number;
}
