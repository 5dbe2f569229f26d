import { isRecord } from './json.ts';
import type { KubeObject } from './objects.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether an object matches a label selector as the API server understands it: `a=b`, `a==b`, `a!=b`, `a in (b,c)`,
 * `a notin (b,c)`, `a`, `!a`, joined by commas. Anything else throws, as a selector is written by a programmer.
 */
export function labelSelectorMatcher(selector: string): (object: KubeObject) => boolean {
  const requirements = splitTopLevel(selector).map(labelRequirement);
  return (object) => requirements.every((matches) => matches(object.metadata.labels ?? {}));
}

/** The same for a field selector: `path=value`, `path==value`, `path!=value`; an absent field counts as empty. */
export function fieldSelectorMatcher(selector: string): (object: KubeObject) => boolean {
  const requirements = splitTopLevel(selector).map((text) => {
    const [, path = '', operator, value = ''] = /^([\w./-]+)\s*(==|=|!=)\s*(.*)$/.exec(text) ?? invalid(text);
    return (object: KubeObject) => (fieldAt(object, path) === value) === (operator !== '!=');
  });
  return (object) => requirements.every((matches) => matches(object));
}

function labelRequirement(text: string): (labels: Labels) => boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = new Set(list.split(',').map((value) => value.trim()));
    // `notin` and `!=` hold for objects without the label, too.
    return (labels) => {
      const value = labels[key];
      return (value !== undefined && values.has(value)) === (operator === 'in');
    };
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (equality !== null) {
    const [, key = '', operator, value] = equality;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  const [, negation, key = ''] = /^(!?)\s*([^\s=!(),]+)$/.exec(text) ?? invalid(text);
  return (labels) => (labels[key] !== undefined) === (negation === '');
}

/** Splits at the commas that are not within parentheses. */
function splitTopLevel(selector: string): readonly string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function fieldAt(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const name of path.split('.')) {
    value = isRecord(value) ? value[name] : undefined;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function invalid(text: string): never {
  throw new Error(`not a selector requirement: ${text}`);
}
