import type { RawInteractionServer } from '@ixn/test-kit';
import { Environment } from '@marcbachmann/cel-js';
import { customResourceDefinition } from './crd.ts';
import { parse } from './parse.ts';

// Each rule stands twice: as CEL for the API server, and as a predicate for parse. Here both judge the same resources.

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly default?: unknown;
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string; readonly message: string }[];
}

const root = customResourceDefinition().spec.versions[0]?.schema.openAPIV3Schema as unknown as Schema;

/** A quantity as Kubernetes' CEL library knows it, exact enough for the quantities of these tests. */
class Quantity {
  readonly value: number;
  constructor(text: string) {
    const [, digits = '', suffix = ''] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
    const powers: Readonly<Record<string, number>> = { m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
    const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].indexOf(suffix) + 1;
    this.value = Number(digits) * (binary > 0 ? 1024 ** binary : (powers[suffix] ?? 1));
  }
}

const environment = new Environment({ unlistedVariablesAreDyn: true })
  .registerType('Quantity', Quantity)
  .registerFunction('quantity(string): Quantity', (text: string) => new Quantity(text))
  .registerFunction('Quantity.compareTo(Quantity): int', (one: Quantity, other: Quantity) =>
    BigInt(Math.sign(one.value - other.value)),
  );

/** Rules that compare with the object before the change: parse cannot know it. */
const isTransition = (rule: string) => rule.includes('oldSelf');

function rulesOf(schema: Schema): readonly string[] {
  const own = (schema['x-kubernetes-validations'] ?? []).filter(({ rule }) => !isTransition(rule));
  const below = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return [...own.map(({ message }) => message), ...below.flatMap(rulesOf)];
}

/** The messages of all rules that a resource can break by itself. */
export const ruleMessages: ReadonlySet<string> = new Set(rulesOf(root));

/** The value with the defaults that the API server fills in before it looks at rules. */
function withDefaults(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withDefaults(schema.items ?? {}, item));
  if (typeof value !== 'object' || value === null) return value;
  const filled: Record<string, unknown> = { ...value };
  for (const [name, below] of Object.entries(schema.properties ?? {})) {
    const given = filled[name] ?? structuredClone(below.default);
    if (given !== undefined) filled[name] = withDefaults(below, given);
  }
  return filled;
}

/** The messages of the CEL rules that a value breaks. */
function brokenInCel(schema: Schema, value: unknown): readonly string[] {
  const broken = (schema['x-kubernetes-validations'] ?? [])
    .filter(({ rule }) => !isTransition(rule) && environment.evaluate(rule, { self: value }) !== true)
    .map(({ message }) => message);
  if (Array.isArray(value)) return [...broken, ...value.flatMap((item) => brokenInCel(schema.items ?? {}, item))];
  if (typeof value !== 'object' || value === null) return broken;
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const part: unknown = Reflect.get(value, name);
    return part === undefined ? [] : brokenInCel(property, part);
  });
  return [...broken, ...below];
}

function brokenInParse(resource: unknown): readonly string[] {
  const parsed = parse(resource);
  return parsed.ok
    ? []
    : parsed.violations.map(({ message }) => message).filter((message) => ruleMessages.has(message));
}

/** The messages of the rules that a resource breaks: as the API server judges by CEL, and as parse does. */
export function judge(resource: RawInteractionServer) {
  const cel = brokenInCel(root, withDefaults(root, resource)).toSorted();
  return { cel, parsed: brokenInParse(resource).toSorted() };
}
