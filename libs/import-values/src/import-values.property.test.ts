import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type ImportedInstance, importValues } from './import-values.ts';
import { mappingTable } from './mapping-table.ts';
import { formatPath, type Path } from './value-tree.ts';

const chartWords = [
  ...new Set(mappingTable().flatMap(({ helm }) => helm.replaceAll(/\[\]|\*/g, '').split('.'))),
  'ixnSever',
  'password',
  'consul.hashicorp.com/connect-inject',
  '__proto__',
  'constructor',
].filter((word) => word !== '');

const key = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...chartWords) }, { weight: 1, arbitrary: fc.string() });

const blockText = fc.constantFrom(
  '- name: a\n  secret: { secretName: redis-ors-secret }\n',
  '- name: a\n  mountPath: /mnt/env-secrets/kafka-secrets\n',
  'consul.hashicorp.com/connect-inject: "true"\nother: {{ .Values.tenant.id }}\n',
  '{{- if .Values.x }}\nno: yaml\n{{ end }}',
);

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('$HOST', '${PASSWORD}', 'status.hostIP', 'true', '15432', '{{ .Values.tenant.sid }}'),
  blockText,
);

/** Values of any shape; mostly with the words of the chart, so that rules apply. */
const { values } = fc.letrec<{ values: Record<string, unknown>; value: unknown }>((tie) => ({
  values: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    tie('values'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}));

/** Values at the paths of the chart alone. */
const chartPath = fc.constantFrom(...mappingTable().map(({ helm }) => helm)).map((path) =>
  path
    .replace('.**', '.runAsGroup')
    .replaceAll('[]', '.0')
    .replaceAll('*', 'requests')
    .split('.')
    .map((part) => (part === '0' ? 0 : part)),
);
const chartValues = fc
  .array(fc.tuple(chartPath, scalar), { minLength: 1, maxLength: 12 })
  .map((entries) => entries.reduce<unknown>((tree, [path, value]) => withValue(tree, path, value), {}));

const files = fc
  .array(fc.oneof(values, chartValues), { minLength: 1, maxLength: 3 })
  .map((trees) => trees.map((tree, index) => ({ name: `${index}.yaml`, tree, text: toYaml(tree) })));

const environment = { HOST: 'host.example.com', PASSWORD: 'canary' };

describe('any values', () => {
  it('have every leaf of every file in the report exactly once, in its place', () => {
    fc.assert(
      fc.property(files, (given) => {
        const { report } = imported(given);
        const expected = given.flatMap(({ name, tree }) => leafPaths(tree, []).map((path) => `${name} ${path}`));
        expect(report.map(({ file, path }) => `${file} ${path}`)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('give for each entry where it went, or why it did not', () => {
    fc.assert(
      fc.property(files, (given) => {
        for (const { fate, to, because } of imported(given).report) {
          expect(fate === 'mapped' ? to?.length : because?.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('leave no credential behind, neither one of their own nor one of the environment', () => {
    const secret = fc.constantFrom(
      ['ixnService', 'ixnServer', 'secrets', 'db', 'password'],
      ['ixnService', 'ixnNode', 'secrets', 'db', 'password'],
      ['ixnService', 'ixnNode', 'redisOptions', 'password'],
      ['ixnService', 'ixnNode', 'settings', 'relay-password'],
      ['ixnVQNode', 'annotations', 'example.com/token'],
    );
    fc.assert(
      fc.property(files, secret, fc.constantFrom('canary', 'a$HOST-canary'), (given, path, canary) => {
        const name = 'last.yaml';
        const all = [...given, { name, tree: {}, text: toYaml(withValue({}, path, canary)) }];
        expect(JSON.stringify(imported(all))).not.toContain('canary');
      }),
    );
  });

  it('give the same for the same', () => {
    fc.assert(
      fc.property(files, (given) => {
        expect(imported(given)).toEqual(imported(given));
      }),
    );
  });
});

/** As Helm reads it: in YAML 1.1 a plain `on` is true. */
function toYaml(tree: unknown): string {
  return stringify(tree, { version: '1.1' });
}

interface GivenFile {
  readonly name: string;
  readonly text: string;
}

function imported(given: readonly GivenFile[]): ImportedInstance {
  const found = importValues({ files: given, environment });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.value;
}

/** The same question asked of the data itself, without a word of the code under test but how paths are written. */
function leafPaths(value: unknown, path: Path): readonly string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item: unknown, index) => leafPaths(item, [...path, index]));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([name, below]) => leafPaths(below, [...path, name]));
  }
  return path.length === 0 ? [] : [formatPath(path)];
}

function withValue(tree: unknown, [head, ...rest]: Path, value: unknown): unknown {
  if (head === undefined) return value;
  const below = typeof tree === 'object' && tree !== null ? tree : {};
  if (typeof head === 'number') return [withValue(Array.isArray(below) ? below[0] : undefined, rest, value)];
  const fields = Array.isArray(below) ? {} : below;
  return { ...fields, [head]: withValue(Reflect.get(fields, head), rest, value) };
}
