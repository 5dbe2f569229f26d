/** The contents of one key of a Secret. */
export interface SecretValue {
  readonly secret: string;
  readonly key: string;
  readonly text: string;
}

/** Shorter texts are found everywhere. */
const minLength = 4;
/** Shorter ones are taken out only where they stand by themselves: `ixn` is a user, and in every name. */
const minLengthInside = 8;

/** Fields of a document in a Secret that say where something is. */
const placeFields = ['host', 'hostname', 'servername', 'port', 'bootstrap'];

/** Gives a function that takes the values of Secrets out of a text, as they are and as they may be encoded. */
export function createScrubber(values: readonly SecretValue[]): (text: string) => string {
  const found = new Map<string, string>();
  for (const { secret, key, text } of values) {
    for (const part of partsOf(text)) {
      for (const spelling of spellings(part)) found.set(spelling, `(taken out: Secret ${secret}, key ${key})`);
    }
  }
  // The longest first: one may be a part of another.
  const ordered = [...found].toSorted(([a], [b]) => b.length - a.length);
  return (text) => ordered.reduce((rest, [spelling, mark]) => rest.replaceAll(patternOf(spelling), mark), text);
}

function patternOf(spelling: string): RegExp {
  const escaped = spelling.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  return new RegExp(spelling.length < minLengthInside ? `(?<![\\w.-])${escaped}(?![\\w.-])` : escaped, 'g');
}

/** The text, its lines, and the texts in it where it is a JSON document. */
function partsOf(text: string): readonly string[] {
  const parts = [text, ...text.split('\n'), ...textsIn(text)].map((part) => part.trim());
  return [...new Set(parts)].filter((part) => part.length >= minLength);
}

function textsIn(text: string): readonly string[] {
  try {
    return leaves(JSON.parse(text), '');
  } catch {
    return [];
  }
}

function leaves(value: unknown, name: string): readonly string[] {
  if (typeof value === 'string') return placeFields.includes(name.toLowerCase()) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => leaves(below, key));
}

function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}
