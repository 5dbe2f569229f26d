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

/** How a part of a Secret may be written, and what is put in its place. */
interface Trace {
  readonly spelling: string;
  readonly mark: string;
  /** Whether it lies in base64 of more: the characters beside it have bits of it, too. */
  readonly isInside: boolean;
}

/** Gives a function that takes the values of Secrets out of a text, as they are and as they may be encoded. */
export function createScrubber(values: readonly SecretValue[]): (text: string) => string {
  const traces = values.flatMap(({ secret, key, text }): readonly Trace[] => {
    const mark = `(taken out: Secret ${secret}, key ${key})`;
    return partsOf(text).flatMap((part) => [
      ...spellings(part).map((spelling) => ({ spelling, mark, isInside: false })),
      ...[0, 1, 2].flatMap((offset) =>
        insideBase64(part, offset).map((spelling) => ({ spelling, mark, isInside: true })),
      ),
    ]);
  });
  // The longest first: one may be a part of another.
  const ordered = traces.toSorted((a, b) => b.spelling.length - a.spelling.length);
  return (text) => ordered.reduce((rest, trace) => rest.replaceAll(patternOf(trace), trace.mark), text);
}

function patternOf({ spelling, isInside }: Trace): RegExp {
  const escaped = spelling.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  if (isInside) return new RegExp(`[\\w+/-]?${escaped}[\\w+/-]?=*`, 'g');
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

/** As it is, in JSON, in JSON within JSON, in JSON as Go writes it, in URLs and forms with capital or small digits, in base64. */
function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const json = JSON.stringify(text).slice(1, -1);
  const inUrl = encodeURIComponent(text);
  const strict = inUrl.replaceAll(/[!'()*]/g, (found) => `%${hexOf(found).toUpperCase()}`);
  const inUrls = [inUrl, strict, new URLSearchParams({ '': text }).toString().slice(1)];
  const all = [
    text,
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll(/[<>&]/g, (found) => String.raw`\u00${hexOf(found)}`),
    ...inUrls,
    ...inUrls.map((spelling) => spelling.replaceAll(/%../g, (found) => found.toLowerCase())),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
  return [...new Set(all)];
}

function hexOf(letter: string): string {
  return letter.charCodeAt(0).toString(16);
}

/** How it looks in base64 of a longer text, such as `user:password`, so many bytes after a multiple of three: what all such have alike. */
function insideBase64(text: string, offset: number): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
  const [start, end] = [Math.ceil((offset * 8) / 6), Math.floor((whole.length * 8) / 6)];
  const found = (['base64', 'base64url'] as const).map((encoding) => whole.toString(encoding).slice(start, end));
  return found.filter((piece) => piece.length >= minLengthInside);
}
