import type { ResourceBuilder } from './build-resource.ts';
import { holdsCredential } from './credentials.ts';
import { isBlock, isCredential } from './expand-values.ts';
import type { Facts } from './facts.ts';
import { unresolvedIn } from './placeholders.ts';
import type { LeafOutcome } from './report.ts';
import { ruleFor } from './rules/all-rules.ts';
import { ignored, notUnderstood, type Outcome } from './rules/rule.ts';
import { asText, type PlacedLeaf } from './value-tree.ts';

/** What becomes of a leaf; what is mapped is set. */
export function placeLeaf(leaf: PlacedLeaf, facts: Facts, builder: ResourceBuilder): LeafOutcome {
  const outcome = withoutConflict(outcomeOf(leaf, facts), builder);
  if (outcome.fate !== 'mapped') return { leaf, outcome, unresolved: [] };
  for (const target of outcome.targets) builder.set(target);
  return { leaf, outcome, unresolved: isCredential(leaf.path) ? [] : unresolvedIn(leaf.value) };
}

function outcomeOf(leaf: PlacedLeaf, facts: Facts): Outcome {
  const { path, value } = leaf;
  if (value === null) return ignored('null takes away what an earlier file or the chart says');
  if (value === '' && isBlock(path)) return ignored('it is empty');
  if (typeof value === 'string' && isBlock(path)) {
    return notUnderstood('it is no YAML of maps and lists once its templates are filled in');
  }
  const rule = ruleFor(path);
  if (asText(value) === undefined && rule?.takesEmpty !== true) return ignored('it is empty');
  const outcome = rule?.outcome(leaf, facts);
  const isKept = outcome?.fate === 'mapped' && outcome.secretKey !== undefined;
  if (!isKept && typeof value !== 'boolean' && isCredential(path)) {
    return notUnderstood('it looks like a credential: it was not copied; put it into a Secret');
  }
  if (!isKept && typeof value === 'string' && holdsCredential(value)) {
    return notUnderstood('it has a credential in it: it was not copied; put that into a Secret');
  }
  return outcome ?? notUnderstood('the operator has no field for it');
}

function withoutConflict(outcome: Outcome, { conflict }: ResourceBuilder): Outcome {
  if (outcome.fate !== 'mapped') return outcome;
  const words = outcome.targets.flatMap((target) => conflict(target) ?? [])[0];
  return words === undefined ? outcome : notUnderstood(words);
}
