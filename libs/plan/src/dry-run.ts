import type { ChildObject } from '@ixn/manifests';
import { changedFields } from '@ixn/rollout';
import { essence } from './essence.ts';
import type { PlannedField, PlannedObject } from './plan.ts';

/** What the API server says of an object that it is asked to take without storing it. */
export type DryRunAnswer =
  /** `before` is the live object, undefined where there is none; `after` is what would be stored. */
  | { readonly kind: 'answered'; readonly before: unknown; readonly after: unknown }
  | { readonly kind: 'refused' | 'failed'; readonly message: string };

/** Asks the API server what applying an object would give. Writes nothing, and does not throw for what a server does. */
export type DryRun = (object: ChildObject, mode: 'create' | 'update') => Promise<DryRunAnswer>;

/** What an answer says of an object that is sent. */
export function readAnswer(
  sent: ChildObject,
  answer: DryRunAnswer,
): Pick<PlannedObject, 'fields' | 'byServer' | 'problem'> {
  if (answer.kind !== 'answered') return { fields: [], byServer: [], problem: answer };
  const after = essence(answer.after);
  const asStored = changedFields(essence(sent), after).map(toField);
  if (answer.before === undefined) return { fields: [], byServer: asStored };
  const fields = changedFields(essence(answer.before), after).map(toField);
  // Sent are our fields alone: those that are the same before and after may be anybody's.
  const byServer = asStored.filter(({ path }) => fields.some((field) => overlaps(field.path, path)));
  return { fields, byServer };
}

function toField({ path, before, after }: PlannedField): PlannedField {
  return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function overlaps(one: string, other: string): boolean {
  return one === other || isBelow(one, other) || isBelow(other, one);
}

function isBelow(path: string, parent: string): boolean {
  return path.startsWith(parent) && /^[.[]/.test(path.slice(parent.length));
}
