import { type Fields, isFields } from '../fields.ts';

/**
 * The same fields without the lists that are empty, at any depth. To Kubernetes they say what an absent list says; but most
 * leave no trace in managedFields, and what was applied would never look like what is wanted.
 */
export function withoutEmptyLists(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => !Array.isArray(value) || value.length > 0)
      .map(([key, value]) => [key, below(value)]),
  );
}

function below(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(below);
  return isFields(value) ? withoutEmptyLists(value) : value;
}
