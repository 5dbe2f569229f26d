import type { Failure, FailureCode, Result } from './failure.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'apply' | 'update' | 'patch' | 'delete';

/** One attempt of one request, for metrics; retries are told one by one. */
export interface RequestNote {
  readonly verb: Verb;
  /** As `resourceName` gives it, or the path for raw reads. */
  readonly resource: string;
  /** The HTTP status when there was an answer, else why there was none. */
  readonly code: number | FailureCode;
  /** Until the last byte; for a watch until the response headers. */
  readonly durationMs: number;
}

export interface TransportRequest {
  readonly verb: Verb;
  readonly resource: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute path with its query, below the cluster's server address. */
  readonly path: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /**
   * Asked before each attempt, right before its first byte would be sent: when it says no, nothing is sent, and the
   * request fails with `NotLeading`.
   */
  readonly mayWrite?: () => boolean;
  /** For each attempt; the transport's own when left out. */
  readonly timeoutMs?: number;
  /**
   * How often the transport may send it again by itself. `never`: the caller does that. `throttled`: only when the
   * server refused it with 429, unprocessed. `always`: on 5xx and broken connections too, as sending it twice does no harm.
   */
  readonly repeat: 'never' | 'throttled' | 'always';
}

export interface StreamHandler {
  /** The server has accepted the request with a 2xx status. */
  opened(): void;
  /** A piece of the body, cut anywhere; valid only during the call. */
  chunk(bytes: Uint8Array): void;
}

/** Speaks HTTP to one API server. Safe to share; holds the connections. */
export interface Transport {
  /** Sends a request and reads the whole answer as JSON (`undefined` when it is empty). Never rejects. */
  send(request: TransportRequest): Promise<Result<unknown>>;
  /**
   * Opens a long answer on a connection of its own and hands its pieces to `handler` until it ends.
   * `timeoutMs` covers the time until the headers; `idleTimeoutMs` the silence between two pieces.
   * Gives `undefined` when the server ended the answer, else the failure. Rejects only with what `handler` threw.
   */
  stream(
    request: TransportRequest & { readonly idleTimeoutMs: number },
    handler: StreamHandler,
  ): Promise<Failure | undefined>;
  /** Breaks every connection; requests under way fail. */
  close(): Promise<void>;
}
