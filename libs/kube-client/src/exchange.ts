import type { Dispatcher } from 'undici';
import type { Connections } from './connections.ts';
import type { Credentials, CredentialSource } from './credentials.ts';
import type { Deadline } from './deadline.ts';
import { behindFence, FencedError } from './fence.ts';
import { type Failure, type FailureCode, failed, failure, type Result, succeeded } from './failure.ts';
import { failureOfStatus } from './status.ts';
import type { RequestNote, TransportRequest } from './transport-types.ts';

/** Carries what a caller's own code threw past the place where network errors become failures. */
export class CallerError extends Error {}

export interface ExchangeParts {
  readonly userAgent: string;
  readonly credentials: CredentialSource;
  readonly connections: Connections;
  readonly observe: (note: RequestNote) => void;
}

/**
 * Sends one request once and lets `read` have the answer. Whatever the network, the server or the credentials do wrong
 * becomes a failure. `durationMs` of the note runs until the headers of a stream, and to the end of everything else.
 */
export async function exchange<T>(
  parts: ExchangeParts,
  request: TransportRequest,
  deadline: Deadline,
  kind: 'request' | 'stream',
  read: (answer: Dispatcher.ResponseData) => Promise<Result<T>>,
): Promise<Result<T>> {
  const startedMs = performance.now();
  const note = (code: number | FailureCode) => {
    const { verb, resource } = request;
    parts.observe({ verb, resource, code, durationMs: performance.now() - startedMs });
  };
  const fenced = () => {
    note('NotLeading');
    return failed('NotLeading', 'only the leader may write, and this process does not lead');
  };
  if (request.mayWrite?.() === false) {
    return fenced();
  }
  const credentials = await orAborted(parts.credentials.current(), deadline.signal);
  if (credentials === undefined || !credentials.ok) {
    const missing = credentials?.failure ?? brokenFailure('waiting for credentials', deadline);
    note(missing.code);
    return { ok: false, failure: missing };
  }
  let noted = false;
  try {
    const answer = await dispatch(parts, request, deadline.signal, kind, credentials.value);
    if (kind === 'stream') {
      noted = true;
      note(answer.statusCode);
    }
    const result = await read(answer);
    if (!noted) {
      note(answer.statusCode);
    }
    return result;
  } catch (error) {
    if (error instanceof CallerError) {
      throw error.cause;
    }
    if (error instanceof FencedError) {
      return fenced();
    }
    const broken = brokenFailure(error, deadline);
    if (!noted) {
      note(broken.code);
    }
    return { ok: false, failure: broken };
  }
}

function dispatch(
  { userAgent, connections }: ExchangeParts,
  request: TransportRequest,
  signal: AbortSignal,
  kind: 'request' | 'stream',
  credentials: Credentials,
): Promise<Dispatcher.ResponseData> {
  const shared = kind === 'stream' ? connections.forStreams(credentials) : connections.forRequests(credentials);
  const dispatcher = request.mayWrite === undefined ? shared : behindFence(shared, request.mayWrite);
  return dispatcher.request({
    origin: credentials.origin,
    path: credentials.basePath + request.path,
    method: request.method,
    headers: {
      ...credentials.headers,
      'user-agent': userAgent,
      accept: request.accept ?? 'application/json',
      ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
    },
    body: request.body ?? null,
    signal,
  });
}

/** Reads a whole answer: its JSON when it is good, the failure that its status tells otherwise. */
export async function readWhole(answer: Dispatcher.ResponseData): Promise<Result<unknown>> {
  const text = await answer.body.text();
  const status = answer.statusCode;
  const good = status >= 200 && status < 300;
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    if (good) {
      return failed('BadAnswer', `the answer to HTTP status ${status} is not JSON`, { httpStatus: status });
    }
  }
  const retryAfter = answer.headers['retry-after'];
  return good
    ? succeeded(body)
    : { ok: false, failure: failureOfStatus(status, body, typeof retryAfter === 'string' ? retryAfter : undefined) };
}

function brokenFailure(error: unknown, deadline: Deadline): Failure {
  if (deadline.expired) {
    return failure('Timeout', 'no answer from the API server in time');
  }
  if (deadline.signal.aborted) {
    return failure('Aborted', 'the request was aborted');
  }
  const detail = error instanceof Error ? error.message || error.name : String(error);
  return failure('ConnectionFailed', `the connection to the API server failed: ${detail}`);
}

/** The promise's value; undefined as soon as the signal aborts (an exec plugin may hang). */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) {
    return undefined;
  }
  const aborted = Promise.withResolvers<undefined>();
  const finish = () => aborted.resolve(undefined);
  signal.addEventListener('abort', finish, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', finish);
  }
}
