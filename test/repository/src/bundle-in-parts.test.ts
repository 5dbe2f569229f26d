import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleInParts } from '../../../tools/bundle-in-parts.ts';

describe('a program in two parts', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ixn-parts-'));
    mkdirSync(join(folder, 'src'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  async function said(text: string): Promise<string> {
    writeFileSync(join(folder, 'src/later.ts'), `export const said = ${JSON.stringify(text)};`);
    writeFileSync(
      join(folder, 'src/main.ts'),
      "void import('./later.ts').then(({ said }) => process.stdout.write(said));",
    );
    const outfile = join(folder, 'program.mjs');
    const entryPoints = [join(folder, 'src/main.ts')];
    const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    const banner = { js: `${require} const module = { exports: {} };` };
    await bundleInParts({ bundle: true, platform: 'node', format: 'cjs', outfile, entryPoints, banner });
    return execFileSync(process.execPath, [outfile], { encoding: 'utf8' });
  }

  it('has the end of a comment in the later one, which does not end there', async () => {
    expect(await said('a */ b')).toBe('a */ b');
  });

  it.each(['a *\u0001/ b', 'PARTS THAT ARE LOADED LATER'])(
    'is not made where %j would be read as something else',
    async (text) => {
      await expect(said(text)).rejects.toThrow('cannot stand in a part that is loaded later');
    },
  );
});
