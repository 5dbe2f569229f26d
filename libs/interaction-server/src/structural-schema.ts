import { z } from 'zod';

type Json = { readonly [key: string]: unknown };

/**
 * The structural schema that the API server takes for a zod schema: defaults, bounds, descriptions and CEL rules kept;
 * int-or-string where a quantity may be a number. Throws where the schema says what a CRD cannot hold.
 */
export function toStructuralSchema(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'openapi-3.0',
    override: ({ jsonSchema }) => {
      if (jsonSchema.anyOf !== undefined) toIntOrString(jsonSchema);
      if (jsonSchema.type === 'integer') boundInteger(jsonSchema);
      if (isLoose(jsonSchema)) toPreserved(jsonSchema);
    },
  });
}

/** The one union that a CRD takes; it has a name of its own there. */
function toIntOrString(schema: z.core.JSONSchema.BaseSchema): void {
  const [text, integer] = schema.anyOf ?? [];
  if (schema.anyOf?.length !== 2 || text?.type !== 'string' || integer?.type !== 'integer') {
    throw new Error('a CRD takes no union: say the alternatives in CEL');
  }
  delete schema.anyOf;
  schema['x-kubernetes-int-or-string'] = true;
  if (text.maxLength !== undefined) schema.maxLength = text.maxLength;
}

/** Whether an object takes any field beside those that it names. */
function isLoose({ properties, additionalProperties }: z.core.JSONSchema.BaseSchema): boolean {
  return (
    properties !== undefined &&
    typeof additionalProperties === 'object' &&
    Object.keys(additionalProperties).length === 0
  );
}

/** A CRD cannot have both properties and additionalProperties; keeping unknown fields has a name of its own there. */
function toPreserved(schema: z.core.JSONSchema.BaseSchema): void {
  delete schema.additionalProperties;
  schema['x-kubernetes-preserve-unknown-fields'] = true;
}

/** JavaScript's own bounds say nothing to a reader; the format that goes with the bounds does. */
function boundInteger(schema: { minimum?: number; maximum?: number; format?: string }): void {
  // A schema with a default is visited twice: as itself, and as what carries the default.
  if (schema.format !== undefined) return;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  schema.format = schema.maximum === undefined ? 'int64' : 'int32';
  if (schema.maximum === 2_147_483_647) delete schema.maximum;
  if (schema.minimum === -2_147_483_648) delete schema.minimum;
}
