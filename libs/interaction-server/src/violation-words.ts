import type { z } from 'zod';

/**
 * What a broken bound is called: the API server's own words, so that a resource that slipped past the CRD is refused in the
 * same ones. Messages of our own rules are those of the CRD already. The issue has to carry its input (`reportInput`).
 */
export function violationWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'Required value';
      // The API server calls a fraction by the name of its own types.
      if (issue.expected === 'int' && typeof issue.input === 'number') return 'must be of type int32: "float64"';
      return wrongType(typeWord(issue.expected), issue.input);
    case 'invalid_union':
      // The one union of the schema is int-or-string; a text of it that is too long says so itself.
      return issue.errors.flat().map(boundWords).find(Boolean) ?? wrongType('integer,string', issue.input);
    case 'invalid_value':
      return `Unsupported value: ${JSON.stringify(issue.input)}: supported values: ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_big':
    case 'too_small':
      return boundWords(issue) ?? issue.message;
    default:
      return issue.message;
  }
}

/** The words of a bound that is broken; undefined for every other issue. */
function boundWords(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'too_big') {
    switch (issue.origin) {
      case 'string':
        return `Too long: may not be more than ${issue.maximum} bytes`;
      case 'array':
        return `Too many: ${Array.isArray(issue.input) ? issue.input.length : 0}: must have at most ${issue.maximum} items`;
      default:
        return `should be less than or equal to ${issue.maximum}`;
    }
  }
  if (issue.code !== 'too_small') return undefined;
  switch (issue.origin) {
    case 'string':
      return `should be at least ${issue.minimum} chars long`;
    case 'array':
      return `should have at least ${issue.minimum} items`;
    default:
      return `should be greater than or equal to ${issue.minimum}`;
  }
}

function wrongType(expected: string, input: unknown): string {
  return `must be of type ${expected}: "${typeOfJson(input)}"`;
}

/** A type of zod's as OpenAPI calls it. */
function typeWord(expected: string): string {
  switch (expected) {
    case 'int':
    case 'number':
      return 'integer';
    case 'record':
      return 'object';
    default:
      return expected;
  }
}

function typeOfJson(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (Number.isInteger(value)) return 'integer';
  return typeof value;
}
