import { namesCredential } from './credentials.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `$NAME` and `${NAME}`, in capitals, as pipelines fill them in before Helm reads the file. */
const placeholder = /\$(?:\{([A-Z_][A-Z0-9_]*)\}|([A-Z_][A-Z0-9_]*))/g;
const template = /\{\{.*?\}\}/gs;

/** Fills in the placeholders that the environment knows; the others stay, and so do names of credentials. */
export function fillPlaceholders(text: string, environment: Environment): string {
  return text.replaceAll(placeholder, (whole, braced: string | undefined, plain: string | undefined) => {
    const name = braced ?? plain ?? '';
    const known = Object.hasOwn(environment, name) && !namesCredential(name);
    return known ? (environment[name] ?? whole) : whole;
  });
}

/** What of a text is still to be filled in: placeholders and templates, each once. */
export function unresolvedIn(value: unknown): readonly string[] {
  if (typeof value !== 'string') return [];
  const templates = value.match(template) ?? [];
  const names = value.replaceAll(template, '').match(placeholder) ?? [];
  return [...new Set([...names, ...templates])];
}
