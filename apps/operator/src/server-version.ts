import { askUntilAnswered, type Question } from './ask-until-answered.ts';
import { textAt } from './value-at.ts';

/**
 * Reads the version of the API server, such as v1.36.3; whoever is authenticated may. Undefined when the signal aborts first.
 */
export function fetchServerVersion(
  options: Pick<Question<string>, 'client' | 'onFailure' | 'retryAfterMs'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  return askUntilAnswered({ ...options, path: '/version', read: (answer) => textAt(answer, 'gitVersion') }, signal);
}
