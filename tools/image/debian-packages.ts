import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Debian package, as the database of dpkg has it. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Everything that the database says of it. */
  readonly stanza: string;
}

/**
 * The packages from which files below the root of a Debian come, each once, sorted by name; paths begin with /lib, as packages
 * have it. Throws when a file belongs to none.
 */
export function packagesOf(root: string, paths: readonly string[]): readonly DebianPackage[] {
  const database = join(root, 'var/lib/dpkg');
  const lists = readdirSync(join(database, 'info')).filter((file) => file.endsWith('.list'));
  const owners = new Map(
    lists.flatMap((file) => {
      // libc6:amd64.list, or base-files.list
      const [owner = ''] = file.replace(/[.]list$/, '').split(':');
      const lines = readFileSync(join(database, 'info', file), 'utf8').split('\n');
      return lines.map((line) => [line.replace(/^[/]usr[/]lib[/]/, '/lib/'), owner] as const);
    }),
  );
  const names = paths.map((path) => {
    const owner = owners.get(path);
    if (owner === undefined) throw new Error(`no Debian package has ${path}`);
    return owner;
  });
  const known = readStatus(readFileSync(join(database, 'status'), 'utf8'));
  return [...new Set(names)].toSorted().map((name) => {
    const found = known.get(name);
    if (found === undefined) throw new Error(`dpkg does not know the package ${name}`);
    return found;
  });
}

function readStatus(text: string): ReadonlyMap<string, DebianPackage> {
  const stanzas = text.split(/\n\n+/).filter((stanza) => stanza.trim() !== '');
  return new Map(
    stanzas.map((stanza) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(stanza)?.[1] ?? '';
      const name = field('Package');
      return [name, { name, version: field('Version'), architecture: field('Architecture'), stanza: `${stanza}\n` }];
    }),
  );
}
