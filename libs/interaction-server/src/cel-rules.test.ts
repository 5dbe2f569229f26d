import {
  arbitraryInteractionServer,
  fullInteractionServer,
  interactionServer,
  type RawInteractionServer,
} from '@ixn/test-kit';
import { Environment } from '@marcbachmann/cel-js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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

const messages = new Set(rulesOf(root));

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
  return parsed.ok ? [] : parsed.violations.map(({ message }) => message).filter((message) => messages.has(message));
}

function judge(resource: RawInteractionServer) {
  const cel = brokenInCel(root, withDefaults(root, resource)).toSorted();
  return { cel, parsed: brokenInParse(resource).toSorted() };
}

type Path = readonly (string | number)[];

/** The paths of all texts and integers below a value. */
function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Array.isArray(value)
    ? value.flatMap((item, index) => leavesOf(item, [...path, index]))
    : Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...path, name]));
}

function replaceAt(value: unknown, [step, ...rest]: Path, replacement: unknown): unknown {
  if (step === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? replaceAt(item, rest, replacement) : item));
  const below: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  return { ...Object(value), [step]: replaceAt(below, rest, replacement) };
}

/** Texts that come close to what the patterns accept, and texts that do not. */
const nearlyRight = fc.oneof(
  fc.stringMatching(/^[-a-zA-Z0-9._:/@]{0,24}$/),
  fc.constantFrom(
    '::1',
    'fe80::1%eth0',
    'a.',
    '.a',
    'a..b',
    'a/b',
    '100m',
    '1Ei',
    '-1',
    '1e3',
    '1.',
    'sha256:0',
    'localhost:5000',
  ),
  fc.uuid(),
  fc.domain(),
  fc.string({ maxLength: 32, unit: 'binary' }),
);

describe('each rule of the CRD', () => {
  it('holds for every valid resource, in CEL and in parse', () => {
    fc.assert(
      fc.property(arbitraryInteractionServer(), (resource) => {
        expect(judge(resource)).toEqual({ cel: [], parsed: [] });
      }),
    );
  });

  it('says the same in CEL as in parse when any one text is replaced by any other', () => {
    const full = fullInteractionServer({ spec: { ixnServer: { image: { tag: '1' } } } });
    const texts = leavesOf(full.spec).filter(
      (path) => typeof path.reduce<unknown>((at, step) => Reflect.get(Object(at), step), full.spec) === 'string',
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), nearlyRight, (path, text) => {
        const { cel, parsed } = judge({ ...full, spec: Object(replaceAt(full.spec, path, text)) });
        expect(parsed).toEqual(cel);
      }),
      { numRuns: 2000 },
    );
  });

  it('says the same of names in CEL as in parse', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyRight, fc.stringMatching(/^[a-z]{38,43}$/)), (name) => {
        const { cel, parsed } = judge(interactionServer({ metadata: { name } }));
        expect(parsed).toEqual(cel);
      }),
    );
  });

  it('says the same of ports in CEL as in parse', () => {
    const port = fc.option(fc.constantFrom(6120, 13_133, 7000), { nil: undefined });
    fc.assert(
      fc.property(port, port, (own, health) => {
        const { cel, parsed } = judge(interactionServer({ spec: { ixnNode: { ports: { default: own, health } } } }));
        expect(parsed).toEqual(cel);
      }),
    );
  });

  it.each([
    [undefined, undefined],
    ['1', undefined],
    [undefined, `sha256:${'0'.repeat(64)}`],
  ])('says the same of an image with the tag %s and the digest %s in CEL as in parse', (tag, digest) => {
    const { cel, parsed } = judge(interactionServer({ spec: { ixnNode: { image: { tag, digest } } } }));
    expect(parsed).toEqual(cel);
  });

  it('is broken, in CEL and in parse, by a resource that has everything wrong', () => {
    const wrong = fullInteractionServer({
      metadata: { name: 'A' },
      spec: {
        tenant: { id: 'A', sid: '-' },
        image: { registry: '/', imagePullSecrets: [{ name: '-' }] },
        ixnServer: {
          image: { repository: '/', tag: '/', digest: '/' },
          confServer: { host: '/' },
          db: { host: '/', name: '/', credentialsSecretRef: { name: '/' } },
          ports: { default: 1, health: 1 },
          resources: { requests: { cpu: '-1', memory: '2G' }, limits: { cpu: '-1', memory: '1G' } },
          logStorage: { mountPath: '/mnt/env-secrets/', storageSize: '-', storageClassName: '/' },
          podTemplate: {
            metadata: {
              labels: { 'app.kubernetes.io/name': 'a' },
              annotations: { 'ixn.operators.dev/config': 'a' },
            },
          },
        },
        ixnNode: { image: { tag: undefined, digest: undefined } },
      },
    });
    const { cel, parsed } = judge(wrong);
    expect(parsed).toEqual(cel);
    expect(new Set(cel)).toEqual(messages);
  });
});
