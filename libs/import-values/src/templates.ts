import { namesCredential } from './credentials.ts';
import { asText, nodeAt, type ValueNode } from './value-tree.ts';

/** `{{ .Values.a.b }}`, with the functions that only change how the text is quoted. */
const valueTemplate = /\{\{-?\s*\$?\.Values((?:\.[A-Za-z_][A-Za-z0-9_]*)+)\s*((?:\|\s*[a-z]+\s*)*)-?\}\}/g;

const functions: ReadonlyMap<string, (text: string) => string> = new Map([
  ['quote', (text) => JSON.stringify(text)],
  ['squote', (text) => `'${text}'`],
  ['toString', (text) => text],
  ['trim', (text) => text.trim()],
  ['lower', (text) => text.toLowerCase()],
  ['upper', (text) => text.toUpperCase()],
]);

/**
 * Fills in the templates of Helm that name a value, such as `{{ .Values.tenant.id | quote }}`. All others stay: what needs the
 * chart itself, names no value, or names a credential.
 */
export function renderTemplates(text: string, values: ValueNode): string {
  return text.replaceAll(valueTemplate, (whole, dotted: string, pipeline: string) => {
    const path = dotted.slice(1).split('.');
    const found = nodeAt(values, path);
    const value = found?.kind === 'leaf' ? asText(found.value) : undefined;
    if (value === undefined || path.some(namesCredential)) return whole;
    const names = pipeline.split('|').map((name) => name.trim());
    const steps = names.filter((name) => name !== '').map((name) => functions.get(name));
    if (!steps.every((step) => step !== undefined)) return whole;
    return steps.reduce((rendered, step) => step(rendered), value);
  });
}
