/** What differs from one time to the next, and by which word it is compared. The order matters. */
const variable: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID'],
  [/\bv1\.\d+\.\d+/g, 'KUBERNETES'],
  [/\S*\/ixn-control-plane-\w+/g, 'FOLDER'],
  [/127\.0\.0\.1:\d+/g, 'LOOPBACK'],
  [/\b10\.\d+\.\d+\.\d+/g, 'ADDRESS'],
  [/\b[0-9a-f]{16}\b/g, 'ID'],
  // Of a ReplicaSet and of a pod: Kubernetes leaves vowels out of such names.
  [/-[bcdf-hj-np-tv-xz2-9]{4,10}-[bcdf-hj-np-tv-xz2-9]{5}\b/g, '-POD'],
  [/\b\d+ (second|minute)s? ago\b/g, 'AGO'],
  [/\b\d+\.\d s\b/g, 'TIME'],
  // Of a table, and how often an event has been seen.
  [/\b(?:\d+[dhms])+\b(?: \(x\d+ over (?:\d+[dhms])+\))?/g, 'AGE'],
  [/-+/g, '-'],
  [/ +/g, ' '],
];

/** A line without what differs from one time to the next: ages, addresses, generated names, the width of columns. */
export function stable(line: string): string {
  return variable.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), line.trim());
}

/**
 * The first line of what a page shows that a command did not say, or undefined. Every line that is shown must have been said, in
 * the same order, alike but for what is variable. `...` alone on a line and `…` in a line stand for anything.
 */
export function missingLine(shown: readonly string[], output: string): string | undefined {
  const said = output.split('\n').map(stable);
  let from = 0;
  for (const line of shown) {
    if (line.trim() === '' || line.trim() === '...') continue;
    const parts = stable(line).split('…');
    const at = said.findIndex((candidate, index) => index >= from && hasParts(candidate, parts));
    if (at < 0) return line;
    from = at + 1;
  }
  return undefined;
}

/** Whether a line begins with the first part, ends with the last one, and has those between in their order. */
function hasParts(line: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return line === first;
  if (!line.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = line.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return line.length - last.length >= from && line.endsWith(last);
}
