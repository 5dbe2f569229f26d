import type { Path } from '../value-tree.ts';
import { annotationRules } from './annotation-rules.ts';
import { generalRules, portRules } from './general-rules.ts';
import { redisRules } from './redis-rules.ts';
import type { Rule } from './rule.ts';
import { securityRules } from './security-rules.ts';
import { volumeRules } from './volume-rules.ts';
import { workloadRules } from './workload-rules.ts';

/** Every rule; of those that match a path the first holds. */
export const allRules: readonly Rule[] = [
  ...generalRules,
  ...workloadRules,
  ...redisRules,
  ...portRules,
  ...volumeRules,
  ...annotationRules,
  ...securityRules,
];

const matchers = allRules.map((rule) => ({ rule, parts: partsOf(rule.helm) }));

/** The rule for a path; undefined where there is none. */
export function ruleFor(path: Path): Rule | undefined {
  return matchers.find(({ parts }) => matches(path, parts))?.rule;
}

function partsOf(pattern: string): readonly string[] {
  return pattern.replaceAll('[]', '.[]').split('.');
}

function matches(path: Path, parts: readonly string[]): boolean {
  const [head, ...rest] = parts;
  if (head === undefined) return path.length === 0;
  if (head === '**') return true;
  const [first, ...below] = path;
  if (first === undefined) return false;
  const fits =
    head === '[]' ? typeof first === 'number' : typeof first === 'string' && (head === '*' || head === first);
  return fits && matches(below, rest);
}
