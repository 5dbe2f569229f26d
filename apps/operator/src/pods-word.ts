import { type Verdict, worstOf } from '@ixn/dependency-checks';

/**
 * What is said of a row that was looked at from outside, and of which pods tell by their metrics whether they are connected.
 * Their word counts: they are who must be. Where both say that it does not work, the look says more of why. Nothing is said
 * before all have been asked once: what is known first would be taken back by the next.
 */
export function withPodsWord(look: Verdict, pods: readonly Verdict[]): Verdict {
  const unasked = [look, ...pods].find(({ reason }) => reason === 'Pending');
  if (unasked !== undefined) return unasked;
  const word = worstOf(pods.filter(({ state }) => state !== 'NotChecked'));
  if (word === undefined || works(word) === works(look)) return look;
  return word;
}

/** Undefined where nobody knows. */
function works({ state }: Verdict): boolean | undefined {
  switch (state) {
    case 'Reachable':
    case 'CertificateExpiring':
      return true;
    case 'Unreachable':
    case 'AuthenticationFailed':
      return false;
    case 'NotChecked':
      return undefined;
  }
}
