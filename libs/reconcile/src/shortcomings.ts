import type { ReferenceProblem } from '@ixn/assessment';
import type { Found } from './references.ts';

/** What is wrong with a Secret or ConfigMap, in words that follow the name of the object. */
export type Shortcoming = Omit<ReferenceProblem, 'use'>;

export function shortcomingsOf({ reference, observed }: Found): readonly Shortcoming[] {
  const { kind, name, optional } = reference;
  const subject = `${kind} ${name}`;
  if (observed.kind === 'unreadable') {
    return [{ reason: 'ReferenceUnreadable', subject, words: `cannot be read: ${observed.message}` }];
  }
  if (optional) return [];
  if (observed.kind === 'missing') return [{ reason: `${kind}Missing`, subject, words: 'does not exist' }];
  return observed.missingKeys.map((key) => {
    return { reason: `${kind}KeyMissing`, subject: `key ${key} of ${subject}`, words: 'does not exist' };
  });
}
