import { customResourceDefinition, resourceType } from '@ixn/interaction-server';
import { describeSettings } from '@ixn/operator';
import { page, table, wrap } from './markdown.ts';

/** What the page tells of a field; the words of OpenAPI that the CRD uses. */
export interface FieldSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
  readonly additionalProperties?: FieldSchema;
  readonly 'x-kubernetes-validations'?: readonly { readonly message?: string; readonly rule: string }[];
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** docs/reference.md: every field of the resource, and every setting of the operator. */
export function referencePage(): string {
  const { spec, status, rules } = resource();
  return page('libs/interaction-server and apps/operator', [
    '# Reference',
    wrap(
      `Every field of an InteractionServer (\`${resourceType.group}/${resourceType.version}\`), and every setting of the operator. A field ` +
        'that is absent has its default; one without a default does nothing then. `[]` stands for each entry of a list, `*` for ' +
        'each key of a map. What breaks a rule is refused by the API server, all of it at once. `kubectl explain ixn.spec` says the ' +
        'same; [the sample with everything](../deploy/samples/full.yaml) shows it.',
    ),
    `Of the whole resource: ${rules}.`,
    ...sections('spec', spec),
    ...sections('status', status),
    '## Settings of the operator',
    wrap(
      'Each is a flag or an environment variable; the flag is stronger. With the chart they are `settings` ' +
        '([values](../deploy/chart/interaction-server-operator/README.md#settings)).',
    ),
    table(
      ['flag', 'environment', 'meaning'],
      describeSettings().map(({ name, environment, value, help }) => [
        code(`--${name} ${value}`),
        code(environment),
        inCell(help),
      ]),
    ),
  ]);
}

function resource() {
  const [version] = customResourceDefinition().spec.versions;
  // Of the words of OpenAPI only those above: a real API server has taken the definition for valid.
  const schema = version?.schema.openAPIV3Schema as FieldSchema | undefined;
  const { spec, status } = schema?.properties ?? {};
  if (schema === undefined || spec === undefined || status === undefined)
    throw new Error('the definition has no schema');
  return { spec, status, rules: rulesOf(schema).join('; ') };
}

/** A section for each field right below the root, and before them what holds for the root itself. */
function sections(root: 'spec' | 'status', schema: FieldSchema): readonly string[] {
  const rules = rulesOf(schema);
  const simple: (readonly string[])[] = [];
  const blocks: string[] = [];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const rows = rowsOf(`${root}.${name}`, field, schema.required?.includes(name) ?? false);
    if (rows.length === 1) simple.push(...rows);
    else blocks.push(`### ${root}.${name}`, table(columns, rows));
  }
  return [
    `## ${root}`,
    ...(rules.length > 0 ? [wrap(`Of all together: ${rules.join('; ')}.`)] : []),
    ...(simple.length > 0 ? [table(columns, simple)] : []),
    ...blocks,
  ];
}

const columns = ['field', 'type', 'default', 'rules', 'meaning'];

/** The row of a field, and those of all fields below it. */
function rowsOf(path: string, schema: FieldSchema, required: boolean, twin?: string): readonly (readonly string[])[] {
  const below = twin === undefined ? fieldsBelow(path, schema) : [];
  const asTwin = twin === undefined ? '' : ` Its fields are those of \`${twin}\`.`;
  const rules = [...(required ? ['required'] : []), ...rulesOf(schema)];
  const row = [
    code(path),
    typeOf(schema),
    'default' in schema ? code(JSON.stringify(schema.default)) : '',
    inCell(rules.join('; ')),
    inCell(`${schema.description ?? ''}${asTwin}`),
  ];
  return [row, ...below];
}

function fieldsBelow(path: string, schema: FieldSchema): readonly (readonly string[])[] {
  if (schema.items) return entriesBelow(`${path}[]`, schema.items);
  if (schema.additionalProperties) return entriesBelow(`${path}.*`, schema.additionalProperties);
  const seen = new Map<string, string>();
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const shape = JSON.stringify({ ...field, description: '' });
    const twin = field.properties ? seen.get(shape) : undefined;
    if (twin === undefined) seen.set(shape, name);
    return rowsOf(`${path}.${name}`, field, schema.required?.includes(name) ?? false, twin);
  });
}

/** Entries without fields and words of their own are told by the row of the list or map. */
function entriesBelow(path: string, entry: FieldSchema): readonly (readonly string[])[] {
  if (entry.properties && !entry.description && rulesOf(entry).length === 0) return fieldsBelow(path, entry);
  return entry.properties || entry.description || rulesOf(entry).length > 0 ? rowsOf(path, entry, false) : [];
}

function typeOf(schema: FieldSchema): string {
  if (schema['x-kubernetes-int-or-string']) return 'integer or string';
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (schema.additionalProperties) return `map of ${typeOf(schema.additionalProperties)}`;
  return schema.format === 'date-time' ? 'time' : (schema.type ?? 'anything');
}

/** What the API server holds a value to, in words. */
function rulesOf(schema: FieldSchema): readonly string[] {
  const keys = schema['x-kubernetes-list-map-keys'];
  return [
    ...(schema.enum ? [`one of ${schema.enum.map((value) => code(String(value))).join(', ')}`] : []),
    ...boundsOf(schema.minimum, schema.maximum, ''),
    ...boundsOf(schema.minLength, schema.maxLength, ' characters'),
    ...boundsOf(schema.minItems, schema.maxItems, ' entries'),
    ...boundsOf(schema.minProperties, schema.maxProperties, ' keys'),
    ...(keys ? [`no two entries with the same ${keys.map(code).join(' and ')}`] : []),
    ...(schema['x-kubernetes-preserve-unknown-fields'] ? ['its fields are those of Kubernetes'] : []),
    ...(schema['x-kubernetes-validations'] ?? []).map(({ message, rule }) => message ?? code(rule)),
  ];
}

function boundsOf(least: number | undefined, most: number | undefined, unit: string): readonly string[] {
  if (least === undefined && most === undefined) return [];
  if (most === undefined) return [`at least ${least}${unit}`];
  return [least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`];
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function inCell(text: string): string {
  return text.replaceAll(/(?<!\\)\|/g, '\\|').replaceAll('\n', ' ');
}
