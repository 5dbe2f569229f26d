import { type Failure, type FailureCause, type FailureCode, failure } from './failure.ts';
import { isRecord, stringAt } from './json.ts';

/**
 * Turns the API server's refusal into a failure. `body` is the parsed answer: a `Status` object in the normal case,
 * anything or nothing when a proxy or a load balancer answered. `retryAfter` is the header of that name.
 */
export function failureOfStatus(httpStatus: number, body: unknown, retryAfter?: string): Failure {
  const reason = stringAt(body, 'reason');
  const details = isRecord(body) ? body['details'] : undefined;
  const causes = causesOf(details);
  const retryAfterMs = retryAfterMsOf(retryAfter, details);
  const message = stringAt(body, 'message') ?? `HTTP status ${httpStatus}`;
  const code = isUntypable(message) ? 'BadRequest' : codeOf(httpStatus, reason, causes);
  return failure(code, message, {
    httpStatus,
    causes,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/**
 * Whether an applied object does not fit the schema of its kind: an unknown field, or a text where a list belongs. The API
 * server answers 500 to that, though no later try does any better.
 */
function isUntypable(message: string): boolean {
  return message.startsWith('failed to create typed patch object');
}

function codeOf(httpStatus: number, reason: string | undefined, causes: readonly FailureCause[]): FailureCode {
  switch (httpStatus) {
    case 401:
      return 'Unauthorized';
    case 403:
      return 'Forbidden';
    case 404:
      return 'NotFound';
    case 409:
      if (reason === 'AlreadyExists') {
        return 'AlreadyExists';
      }
      return causes.some((cause) => cause.reason === 'FieldManagerConflict') ? 'FieldConflict' : 'Conflict';
    case 410:
      return 'Gone';
    case 422:
      return 'Invalid';
    case 429:
      return 'Throttled';
    default:
      if (httpStatus >= 500) {
        return 'ServerError';
      }
      return httpStatus >= 400 ? 'BadRequest' : 'BadAnswer';
  }
}

function causesOf(details: unknown): readonly FailureCause[] {
  const causes = isRecord(details) ? details['causes'] : undefined;
  return (Array.isArray(causes) ? causes : []).map((cause: unknown) => {
    const field = stringAt(cause, 'field');
    const reason = stringAt(cause, 'reason');
    return {
      ...(field === undefined ? {} : { field }),
      ...(reason === undefined ? {} : { reason }),
      message: stringAt(cause, 'message') ?? '',
    };
  });
}

function retryAfterMsOf(header: string | undefined, details: unknown): number | undefined {
  const fromBody = isRecord(details) ? details['retryAfterSeconds'] : undefined;
  // The API server sends whole seconds, never a date.
  const seconds = header === undefined ? fromBody : Number(header);
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}
