import { checkReasons } from '@ixn/connections';
import { conditionReasons, conditionTypes } from '@ixn/interaction-server';
import { type FailureCategory, failureCodes } from '@ixn/kube-client';
import { problemCodes } from '../problems.ts';

/** One thing that a status, a log or this program may say. */
export interface CatalogueEntry {
  readonly code: string;
  /** What it is, such as `reason of a condition`. */
  readonly kind: string;
  readonly meaning: string;
  readonly remedy: string;
}

const remedies = {
  retry: 'Nothing: it is tried again by itself; when it lasts, look at what the message says.',
  conflict: 'Look at the object afresh, then try again.',
  throttled: 'Nothing: it is tried again after a pause.',
  terminal: 'Change what the message says; it fails again otherwise.',
} as const satisfies Record<FailureCategory, string>;

/** Everything that can be explained, kind by kind. */
export function catalogue(): readonly CatalogueEntry[] {
  return [
    ...Object.entries(conditionTypes).map(([code, { meaning, stands }]) => {
      return { code, kind: 'condition', meaning, remedy: `It stands ${stands}. Its reason says more.` };
    }),
    ...Object.entries(conditionReasons).map(([code, said]) => ({ code, kind: 'reason of a condition', ...said })),
    ...Object.entries(checkReasons).map(([code, { state, meaning, remedy }]) => {
      return { code, kind: `reason of a connection that is ${state}`, meaning, remedy };
    }),
    ...Object.entries(failureCodes).map(([code, { category, meaning }]) => {
      return { code, kind: 'answer of the API server, or of the way to it', meaning, remedy: remedies[category] };
    }),
    ...Object.entries(problemCodes).map(([code, { meaning, remedy }]) => {
      return { code, kind: 'error of kubectl ixn', meaning, remedy };
    }),
  ];
}
