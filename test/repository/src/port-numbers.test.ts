import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { portParameters } from '@ixn/connections';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

/** Where a port number of the connections table may stand, and why. */
const allowed: readonly { readonly paths: RegExp; readonly because: string }[] = [
  { paths: /^libs\/connections\/src\/port-parameters[.]ts$/, because: 'this is their home' },
  {
    paths: /^(crds\/.*[.]yaml|docs\/.*[.]md|deploy\/install[.]yaml|deploy\/chart\/.*\/crd[.]yaml)$/,
    because: 'users read them; npm run generate writes the tables',
  },
  { paths: /^libs\/.*\/golden\/.*[.](yaml|txt)$/, because: 'a reviewer reads what comes out in the end' },
  { paths: /^test\/golden\/statuses\/.*[.]json$/, because: 'a reviewer reads what comes out in the end' },
  { paths: /^deploy\/samples\/full[.]yaml$/, because: 'it shows users every field with its default' },
];

/** Their numbers are versions, sizes and hashes of others. */
const notRead = /(^|\/)(package-lock[.]json|go[.]sum)$/;

const numbers = [...new Set(Object.values(portParameters).map(({ defaultPort }) => defaultPort))];
// As digits by themselves, with or without the separators that TypeScript allows between them.
const anyNumber = new RegExp(
  `(?<![\\w.])(${numbers.map((number) => String(number).replaceAll(/(?<=.)(?=.)/g, '_?')).join('|')})(?!\\w)`,
);

/** Every line of the repository that spells one of the numbers. */
function spellings(): readonly { readonly path: string; readonly line: string }[] {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  const files = tracked.filter((path) => path !== '' && !notRead.test(path) && existsSync(join(root, path)));
  return files.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .flatMap((line, index) => (anyNumber.test(line) ? [{ path, line: `${path}:${index + 1}: ${line.trim()}` }] : [])),
  );
}

describe('the port numbers of the connections table', () => {
  const found = spellings();

  it('stand in one place; everything else asks for them with defaultPort', () => {
    const strays = found.filter(({ path }) => !allowed.some(({ paths }) => paths.test(path)));
    expect(strays.map(({ line }) => line)).toEqual([]);
  });

  it.each(allowed.map(({ paths, because }) => [String(paths), because, paths] as const))(
    'are spelled in %s, as %s',
    (_, __, paths) => {
      expect(found.some(({ path }) => paths.test(path))).toBe(true);
    },
  );

  it.each(numbers.flatMap((number) => [`port: ${number}`, `conf:${number}'`, `${number}/tcp`]))(
    'are seen in %s',
    (text) => {
      expect(text).toMatch(anyNumber);
    },
  );

  it.each(numbers)('are not seen in longer numbers, versions and names: %i', (number) => {
    for (const text of [`1${number}`, `${number}0`, `1.${number}`, `a${number}`, `_${number}`]) {
      expect(text).not.toMatch(anyNumber);
    }
  });
});
