import type { sampleInstance } from '../samples.ts';

type Sample = ReturnType<typeof sampleInstance>;

/** A field's path, such as `spec.image.registry`, and the value that it gets; undefined takes it away. */
export type FieldChanges = Readonly<Record<string, unknown>>;

/** One way to get a resource wrong: a small change of the sample. */
export interface InvalidResource {
  /** Ends the sentence "refuses …". */
  readonly what: string;
  readonly changes: FieldChanges;
  /** The field that the refusal names; the changed one when absent. */
  readonly field?: string;
  /** What the refusal says of that field. */
  readonly words: string;
  /** The valid changes that the resource is stored with first: it is the change after them that is wrong. */
  readonly stored?: FieldChanges;
  /** Why the resource cannot slip past the API server, or why nobody but it can know; absent where the operator holds it too. */
  readonly onlyApiServer?: string;
}

/** What is said of a field that a user must give. */
export const required = 'Required value';

/** Why the operator does not hold a rule that compares with what was before. */
export const isTransition = 'only the API server knows what the resource was before';

/** A copy of a resource with some of its fields changed. */
export function withChanges(resource: Sample, changes: FieldChanges): Sample {
  const changed = structuredClone(resource);
  for (const [path, value] of Object.entries(changes)) setField(changed, path, value);
  return changed;
}

/** Sets what is at a path, making the objects on the way; undefined deletes it. */
function setField(resource: object, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at = resource;
  for (const step of steps) {
    const below: unknown = Reflect.get(at, step);
    if (typeof below === 'object' && below !== null) at = below;
    else {
      const made = {};
      Reflect.set(at, step, made);
      at = made;
    }
  }
  if (value === undefined) Reflect.deleteProperty(at, last);
  else Reflect.set(at, last, value);
}
