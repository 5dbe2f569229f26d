/**
 * How a pod template is merged: the lists that a patch merges, and the way to them. Every other list is replaced, and maps
 * are merged whatever they are, so nothing else needs to be known.
 */
export interface MergeSchema {
  /** Name of the type that merging starts with. */
  readonly root: string;
  readonly types: Readonly<Record<string, MergeFields>>;
}

/** The fields of one type, by name. */
export type MergeFields = Readonly<Record<string, FieldMerge>>;

export interface FieldMerge {
  /** The type of the field, or of the items of the list that it is; absent where no merged list is below. */
  readonly type?: string;
  /** Whether a list is merged; without this mark a patch replaces it. */
  readonly merged?: true;
  /** The field by which the items of a merged list are told apart; absent where the items are scalars. */
  readonly key?: string;
}

/** What a pod template is called in the API server's OpenAPI v3 document of core/v1. */
const podTemplateType = 'io.k8s.api.core.v1.PodTemplateSpec';

/**
 * Reads from the OpenAPI v3 document of core/v1 (`GET /openapi/v3/api/v1`) how pod templates are merged: the API server's own
 * x-kubernetes-patch-strategy and x-kubernetes-patch-merge-key. Undefined where the document knows no pod template.
 */
export function podMergeSchema(openApi: unknown): MergeSchema | undefined {
  const schemas = at(openApi, 'components', 'schemas');
  if (at(schemas, podTemplateType, 'properties') === undefined) return undefined;
  const all: Record<string, MergeFields> = {};
  const collect = (type: string): void => {
    if (all[type] !== undefined) return;
    const fields = fieldsOf(at(schemas, type));
    all[type] = fields;
    for (const field of Object.values(fields)) if (field.type !== undefined) collect(field.type);
  };
  collect(podTemplateType);
  return { root: podTemplateType, types: withoutDeadEnds(all) };
}

/** The types that lead to a merged list, and of those the fields that do. */
function withoutDeadEnds(types: MergeSchema['types']): MergeSchema['types'] {
  const leading = typesThatLead(types, new Set());
  const useful = [...leading].map((type) => {
    const fields = Object.entries(types[type] ?? {}).flatMap(([name, { type: below, ...merge }]) => {
      if (below !== undefined && leading.has(below)) return [[name, { type: below, ...merge }] as const];
      return merge.merged === undefined ? [] : [[name, merge] as const];
    });
    return [type, Object.fromEntries(fields)] as const;
  });
  return Object.fromEntries(useful);
}

/** The types with a merged list in them or below them: those that are known to be, and what refers to them in turn. */
function typesThatLead(types: MergeSchema['types'], known: ReadonlySet<string>): ReadonlySet<string> {
  const leads = ({ type, merged }: FieldMerge) => merged !== undefined || (type !== undefined && known.has(type));
  const found = Object.keys(types).filter((type) => Object.values(types[type] ?? {}).some(leads));
  return found.length === known.size ? known : typesThatLead(types, new Set(found));
}

function fieldsOf(schema: unknown): MergeFields {
  const properties = Object.entries(asRecord(at(schema, 'properties')));
  return Object.fromEntries(
    properties.flatMap(([name, property]) => {
      const field = fieldOf(property);
      return Object.keys(field).length === 0 ? [] : [[name, field] as const];
    }),
  );
}

function fieldOf(property: unknown): FieldMerge {
  const type = typeNamedBy(property) ?? typeNamedBy(at(property, 'items'));
  const strategies = at(property, 'x-kubernetes-patch-strategy');
  const merged = typeof strategies === 'string' && strategies.split(',').includes('merge');
  const key = at(property, 'x-kubernetes-patch-merge-key');
  return {
    ...(type !== undefined && { type }),
    ...(merged && { merged }),
    ...(merged && typeof key === 'string' && { key }),
  };
}

/** The type that a schema refers to. OpenAPI v3 wraps a reference that has a default or a description in `allOf`. */
function typeNamedBy(schema: unknown): string | undefined {
  const [wrapped]: readonly unknown[] = asArray(at(schema, 'allOf'));
  const reference = at(schema, '$ref') ?? at(wrapped, '$ref');
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, name) => asRecord(found)[name], value);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
