/** What programs do about the failures of a category, and what is left to people. */
export const failureCategories = {
  /** Passes by itself. */
  retry: { remedy: 'Nothing: it is tried again. When it lasts, look at what the message says.' },
  /** Needs a fresh look at the object first. */
  conflict: { remedy: 'Nothing: it is tried again after a fresh look at the object.' },
  /** Needs a pause. */
  throttled: { remedy: 'Nothing: it is tried again after a pause.' },
  /** Fails again until somebody changes something. */
  terminal: { remedy: 'Change what the message says: it fails again otherwise.' },
} as const satisfies Record<string, { readonly remedy: string }>;

export type FailureCategory = keyof typeof failureCategories;

/** Why a request did not do what it was asked to, and what to do about that. */
export const failureCodes = {
  NotFound: { category: 'terminal', meaning: 'The object, or its kind, does not exist.' },
  AlreadyExists: { category: 'conflict', meaning: 'An object of this name exists already.' },
  Conflict: {
    category: 'conflict',
    meaning: 'The object has changed since it was read, or is another one of the same name.',
  },
  FieldConflict: { category: 'conflict', meaning: 'Fields of the object belong to another field manager.' },
  Invalid: { category: 'terminal', meaning: 'The API server does not take the object: a field is wrong.' },
  BadRequest: { category: 'terminal', meaning: 'The API server does not understand the request.' },
  Forbidden: { category: 'terminal', meaning: 'A right is missing, or a quota or a policy forbids it.' },
  // Tokens rotate: the next one may be good.
  Unauthorized: { category: 'retry', meaning: 'The API server does not take the credentials.' },
  Gone: { category: 'retry', meaning: 'What a list or a watch wants to go on from is too old.' },
  Throttled: { category: 'throttled', meaning: 'The API server has too much to do and asks to wait.' },
  ServerError: { category: 'retry', meaning: 'The API server met an error of its own (5xx).' },
  Timeout: { category: 'retry', meaning: 'No answer came in time.' },
  ConnectionFailed: { category: 'retry', meaning: 'No connection could be made, or it broke.' },
  BadAnswer: {
    category: 'retry',
    meaning: 'The answer is not what this API answers with, such as the error page of a proxy.',
  },
  CredentialsFailed: {
    category: 'retry',
    meaning: 'No credentials could be had: an exec plugin failed, or a token file is missing.',
  },
  NotLeading: {
    category: 'terminal',
    meaning: 'Another process leads, or none does: only the leader may write, so nothing was sent.',
  },
  Aborted: { category: 'terminal', meaning: 'Whoever asked has ended the request; so it is when the operator stops.' },
} as const satisfies Record<string, { readonly category: FailureCategory; readonly meaning: string }>;

export type FailureCode = keyof typeof failureCodes;

/** One detail of a refusal, such as an invalid field or the other manager of a field. */
export interface FailureCause {
  readonly field?: string;
  readonly reason?: string;
  readonly message: string;
}

export interface Failure {
  readonly code: FailureCode;
  readonly category: FailureCategory;
  readonly message: string;
  readonly httpStatus?: number;
  /** How long the server asked to wait, if it did. */
  readonly retryAfterMs?: number;
  readonly causes: readonly FailureCause[];
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Builds a failure; the category follows from the code. */
export function failure(
  code: FailureCode,
  message: string,
  details: Pick<Failure, 'httpStatus' | 'retryAfterMs'> & { readonly causes?: readonly FailureCause[] } = {},
): Failure {
  return { code, category: failureCodes[code].category, message, causes: [], ...details };
}

export function succeeded<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed(
  code: FailureCode,
  message: string,
  details: Parameters<typeof failure>[2] = {},
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: failure(code, message, details) };
}
