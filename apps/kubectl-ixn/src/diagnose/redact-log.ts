import { redact } from './redact.ts';

const takenOut = '(taken out)';

/** What looks like a credential in a line of text, whatever wrote it; the first group stays. */
const patterns: readonly RegExp[] = [
  // A password may have / and @ in it; a port and a path are none. Bounded, as a line may have a thousand beginnings.
  /(:\/\/)(?:[^/\s:@"']*:(?!\d+\/)[^\s"']{1,256}|[^/\s@]+)(?=@)/g,
  /\b((?:proxy-)?authorization"?\s*[:=]\s*"?)[^\s"][^"\r\n]*/gi,
  /\b((?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
  /((?:password|passwd|passphrase|pwd|token|api-?_?key|access-?_?key|private-?_?key|secret-?_?key|secret|credentials?)["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;&)}\]]+)/gi,
  // A JSON Web Token: a header that begins with {", twice, and a signature.
  /()\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/g,
];

const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** The end of one that began before the first line. A time may stand before each line. */
const endOfPrivateKey = /(?:^(?:\S+ )?[\w+/=]{1,76}\r?\n){1,200}(?:\S+ )?-----END [A-Z ]*PRIVATE KEY-----/gm;

/** A log without what looks like a credential. What a Secret holds is taken out besides, whatever it looks like. */
export function redactLog(text: string): string {
  const lines = text.replaceAll(privateKey, takenOut).replaceAll(endOfPrivateKey, takenOut).split('\n');
  return lines.map(redactLine).join('\n');
}

function redactLine(line: string): string {
  const start = line.indexOf('{');
  const structured = start < 0 ? undefined : redactedObject(line.slice(start));
  const given = structured === undefined ? line : line.slice(0, start) + structured;
  return patterns.reduce((rest, pattern) => rest.replaceAll(pattern, `$1${takenOut}`), given);
}

/** Of a line that ends in a JSON object, as most servers write it. */
function redactedObject(text: string): string | undefined {
  try {
    return JSON.stringify(redact(JSON.parse(text)));
  } catch {
    return undefined;
  }
}

/** The lines of the operator's log that are about an instance, or about none: those of other tenants are no business of this one. */
export function linesAbout(
  log: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): string {
  const own = `${namespace}/${name}`;
  const lines = log.split('\n').filter((line) => {
    const named = [...line.matchAll(/"(?:key|instance)":"([^"]*)"/g)].map(([, key]) => key);
    return named.every((key) => key === own || key?.includes('/') === false);
  });
  return lines.join('\n');
}
