import { type ObjectRef, type ResourceType, resourceName } from './objects.ts';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The path of a collection: of one namespace, or of all when none is given. */
export function collectionPath(type: ResourceType, namespace: string | undefined, query: Query = {}): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const scope = type.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${type.plural}${queryString(query)}`;
}

/** The path of one object or of its subresource. A namespaced type without a namespace is a bug and throws. */
export function objectPath(type: ResourceType, ref: ObjectRef, subresource?: string, query: Query = {}): string {
  if (ref.name === '' || (type.namespaced && !ref.namespace)) {
    throw new Error(`${resourceName(type)} needs a name${type.namespaced ? ' and a namespace' : ''}`);
  }
  const below = subresource === undefined ? '' : `/${subresource}`;
  return `${collectionPath(type, ref.namespace)}/${encodeURIComponent(ref.name)}${below}${queryString(query)}`;
}

function queryString(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      parameters.set(name, String(value));
    }
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
