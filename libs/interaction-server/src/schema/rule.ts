import type { z } from 'zod';

/**
 * A rule on a value, said once and held twice: by the API server as CEL, and by `parse` as a predicate. Both give the same
 * message, which says what would be right.
 */
export interface Rule<Value> {
  /** The rule as a CEL expression over `self`; it may use only what Kubernetes 1.30 offers. */
  readonly cel: string;
  readonly message: string;
  readonly holds: (value: Value) => boolean;
}

/** The key under which the API server looks for CEL rules in a structural schema. */
const validationsKey = 'x-kubernetes-validations';

/** The schema, with one more rule. Descriptions and rules given before are kept. */
export function withRule<Schema extends z.ZodType>(schema: Schema, rule: Rule<z.output<Schema>>): Schema {
  return withCel(schema.refine(rule.holds, rule.message), schema.meta(), rule);
}

/**
 * The schema, with a rule that compares with the value before the change (`oldSelf`): only the API server can hold it, as
 * nobody else knows both.
 */
export function withTransitionRule<Schema extends z.ZodType>(
  schema: Schema,
  rule: Pick<Rule<never>, 'cel' | 'message'>,
): Schema {
  return withCel(schema, schema.meta(), rule);
}

/** The schema, with a rule that only `parse` can hold, as the API server does not know what it takes. */
export function withParseRule<Schema extends z.ZodType>(
  schema: Schema,
  { holds, message }: Pick<Rule<z.output<Schema>>, 'holds' | 'message'>,
): Schema {
  return schema.refine(holds, message).meta({ ...schema.meta() });
}

/** Longer strings are refused by their bounds; they are not matched, as JavaScript's matcher is not linear as RE2 is. */
const maxMatchedLength = 1024;

/**
 * A string that matches the pattern as a whole. The pattern is read by RE2 and by JavaScript: no backslashes, no look-around.
 * The schema has to bound the string's length.
 */
export function matching(schema: z.ZodString, pattern: string, message: string): z.ZodString {
  const regExp = new RegExp(pattern);
  return withRule(schema, {
    cel: `self.matches('${pattern}')`,
    message,
    holds: (value) => value.length > maxMatchedLength || regExp.test(value),
  });
}

function withCel<Schema extends z.ZodType>(
  schema: Schema,
  meta: z.GlobalMeta | undefined,
  rule: Pick<Rule<never>, 'cel' | 'message'>,
): Schema {
  const before = meta?.[validationsKey];
  const rules = [...(Array.isArray(before) ? before : []), { rule: rule.cel, message: rule.message }];
  return schema.meta({ ...meta, [validationsKey]: rules });
}
