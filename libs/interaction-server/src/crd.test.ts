import { parties, workloads } from '@ixn/connections';
import { fullInteractionServer, otherFullInteractionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { customResourceDefinition } from './crd.ts';
import { parse } from './parse.ts';

/** A schema of the CRD as this test reads it. */
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

interface Place {
  readonly path: string;
  readonly schema: Schema;
}

const crd = customResourceDefinition();
const [version] = crd.spec.versions;
const root = version?.schema.openAPIV3Schema as unknown as Schema;

/** The schema itself and every schema below it, each with its path. */
function everySchema(schema: Schema, path = ''): readonly Place[] {
  const { properties = {}, items, additionalProperties } = schema;
  return [
    { path, schema },
    ...Object.entries(properties).flatMap(([name, below]) => everySchema(below, `${path}.${name}`)),
    ...(items ? everySchema(items, `${path}[]`) : []),
    ...(typeof additionalProperties === 'object' ? everySchema(additionalProperties, `${path}{}`) : []),
  ];
}

/** The API server describes these three itself. */
const described = ['.apiVersion', '.kind', '.metadata'];
const schemas = everySchema(root).filter(({ path }) => !described.includes(path));

function pathsWhere(holds: (schema: Schema) => boolean): readonly string[] {
  return schemas.filter(({ schema }) => holds(schema)).map(({ path }) => path);
}

function isText(schema: Schema): boolean {
  return schema.type === 'string' || schema['x-kubernetes-int-or-string'] === true;
}

function isBoundedText({ maxLength, enum: choice, format }: Schema): boolean {
  return maxLength !== undefined || choice !== undefined || format === 'date-time';
}

function holdsDefault(schema: Schema): boolean {
  return Object.values(schema.properties ?? {}).some((below) => 'default' in below);
}

describe('the CRD as a whole', () => {
  it('has the names that a user types', () => {
    expect(crd.metadata.name).toBe('interactionservers.ixn.operators.dev');
    expect(crd.spec.names).toEqual({
      kind: 'InteractionServer',
      listKind: 'InteractionServerList',
      plural: 'interactionservers',
      singular: 'interactionserver',
      shortNames: ['ixn'],
    });
  });

  it('keeps the status in a subresource of its own', () => {
    expect(version).toMatchObject({ name: 'v1alpha1', served: true, storage: true, subresources: { status: {} } });
  });

  it('stays far below the 256 KiB that kubectl apply takes', () => {
    expect(JSON.stringify(crd).length).toBeLessThan(128 * 1024);
  });

  it('shows in its columns only fields that the schema has', () => {
    const columns = (version?.additionalPrinterColumns ?? []).map(({ jsonPath }) => jsonPath);
    const paths = columns.map((path) => path.replace(/\[\?.*?\]\./, '[].'));
    const known = [...schemas.map(({ path }) => path), '.metadata.creationTimestamp'];
    expect(paths.filter((path) => !known.includes(path))).toEqual([]);
  });
});

describe('the schema of the CRD', () => {
  it('is structural: no union, no other combination, no reference anywhere', () => {
    expect(JSON.stringify(root)).not.toMatch(/"(anyOf|oneOf|allOf|not|\$ref|const|propertyNames|\$schema)":/);
  });

  it('forbids no unknown field, as the API server prunes them', () => {
    expect(pathsWhere((schema) => typeof schema.additionalProperties === 'boolean')).toEqual([]);
  });

  it('has a type or int-or-string everywhere', () => {
    expect(pathsWhere((schema) => (schema.type ?? schema['x-kubernetes-int-or-string']) === undefined)).toEqual([]);
  });

  it('describes every field', () => {
    const fields = schemas.filter(({ path }) => !/(\[\]|\{\})$/.test(path));
    expect(fields.filter(({ schema }) => (schema.description ?? '') === '').map(({ path }) => path)).toEqual([]);
  });

  it('bounds every text', () => {
    expect(pathsWhere((schema) => isText(schema) && !isBoundedText(schema))).toEqual([]);
  });

  it('bounds every list', () => {
    expect(pathsWhere((schema) => schema.type === 'array' && schema.maxItems === undefined)).toEqual([]);
  });

  it('bounds every map', () => {
    expect(
      pathsWhere((schema) => schema.additionalProperties !== undefined && schema.maxProperties === undefined),
    ).toEqual([]);
  });

  it('gives every integer a format', () => {
    expect(pathsWhere((schema) => schema.type === 'integer' && schema.format === undefined)).toEqual([]);
  });

  it('bounds every integer of the spec on both sides', () => {
    const open = schemas.filter(
      ({ path, schema: { type, minimum, maximum } }) =>
        path.startsWith('.spec') && type === 'integer' && (minimum === undefined || maximum === undefined),
    );
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  it('fills in the defaults of an object that is absent, unless a user must give some of it or does without all of it', () => {
    // Neighbours that an instance may do without; absent, their connections are not configured.
    const neighbours = ['consul', 'kafka'];
    const optional = schemas.flatMap(({ schema: { properties = {}, required = [] } }) =>
      Object.entries(properties).filter(([name]) => !required.includes(name)),
    );
    const unfilled = optional.filter(
      ([name, schema]) =>
        !neighbours.includes(name) &&
        holdsDefault(schema) &&
        schema.default === undefined &&
        schema.required === undefined,
    );
    expect(unfilled.map(([name]) => name)).toEqual([]);
  });

  it('has no image tag by default', () => {
    const defaulted = pathsWhere((schema) => schema.default !== undefined);
    expect(defaulted.filter((path) => /image\.(tag|digest|repository)$/.test(path))).toEqual([]);
  });

  it('makes a resource that nobody has looked at show a generation of -1', () => {
    expect(root.properties?.['status']).toMatchObject({
      default: { observedGeneration: -1 },
      properties: { observedGeneration: { default: -1 } },
    });
  });

  it('is set completely by the full examples that other tests use: what one cannot say, the other does', () => {
    const examples = [fullInteractionServer(), otherFullInteractionServer()];
    const set = new Set(examples.flatMap(({ spec }) => [...pathsOf(spec, '.spec')].map(ofAnyPeer)));
    const known = schemas.filter(({ path }) => path.startsWith('.spec') && !/(\[\]|\{\})$/.test(path));
    expect(known.map(({ path }) => ofAnyPeer(path)).filter((path) => !set.has(path))).toEqual([]);
  });

  it('knows every neighbour of the connections table by its name, and the full example sets them all', () => {
    const neighbours = Object.keys(parties).filter((party) => !workloads.some((workload) => workload === party));
    const { networkPolicy } = fullInteractionServer().spec;
    expect(Object.keys(Object(networkPolicy).peers).toSorted()).toEqual(neighbours.toSorted());
    expect(parse(otherFullInteractionServer())).toMatchObject({ ok: true });
  });
});

/** The peers of all parties and further rules have one shape; one example of each of its fields suffices. */
function ofAnyPeer(path: string): string {
  return path.replace(/^[.]spec[.]networkPolicy[.](peers[.]\w+|extra\w+\[\])/, '.spec.networkPolicy.*');
}

/** Every path that a value sets, items of lists as `[]`. */
function pathsOf(value: unknown, path = ''): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set([path, ...value.flatMap((item) => [...pathsOf(item, `${path}[]`)])]);
  if (typeof value !== 'object' || value === null) return new Set([path]);
  return new Set([path, ...Object.entries(value).flatMap(([name, below]) => [...pathsOf(below, `${path}.${name}`)])]);
}
