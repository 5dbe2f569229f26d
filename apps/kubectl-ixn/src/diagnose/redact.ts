import { holdsCredential, namesCredential } from '@ixn/import-values';
import { stringify } from 'yaml';

const takenOut = '(taken out: it looks like a credential)';

/** What tells nothing, and may have copies of what was applied. */
const droppedFields = ['managedFields', 'kubectl.kubernetes.io/last-applied-configuration'];

/** A value without what looks like a credential: by the name of its field or variable, or by what it says. */
export function redact(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => redact(item, name));
  if (typeof value === 'object' && value !== null) {
    // A variable of a container has its name beside its value.
    const variable: unknown = Reflect.get(value, 'name');
    const entries = Object.entries(value).filter(([key]) => !droppedFields.includes(key));
    return Object.fromEntries(
      entries.map(([key, below]) => [
        key,
        redact(below, key === 'value' && typeof variable === 'string' ? variable : key),
      ]),
    );
  }
  if (typeof value !== 'string') return value;
  if (namesCredential(name) || holdsCredential(value)) return takenOut;
  return redactedJson(value) ?? value;
}

/** A text that is a JSON document, with the same done in it. */
function redactedJson(text: string): string | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.stringify(redact(JSON.parse(text)));
  } catch {
    return undefined;
  }
}

/** Objects as YAML documents, with the same done in them. */
export function redactedYaml(objects: readonly object[]): string {
  return objects
    .map((object) => stringify(redact(object), { lineWidth: 0, aliasDuplicateObjects: false }))
    .join('---\n');
}
