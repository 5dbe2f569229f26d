import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const tool = resolve(import.meta.dirname, '../../../tools/ensure-installed.mjs');

type Packages = Readonly<Record<string, object>>;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ixn-ensure-installed-'));
  for (const folder of ['tools', 'bin', 'node_modules']) mkdirSync(join(root, folder));
  copyFileSync(tool, join(root, 'tools', 'ensure-installed.mjs'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs the tool beside these two lists of packages, with an npm that notes what it was asked and exits like this. */
function run({ locked, installed, npmExit = 0 }: { locked: Packages; installed?: Packages; npmExit?: number }) {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: locked }));
  if (installed !== undefined) {
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  }
  const npm = join(root, 'bin', 'npm');
  writeFileSync(npm, `#!/bin/sh\necho "$@" > "${join(root, 'asked')}"\nexit ${npmExit}\n`);
  chmodSync(npm, 0o755);
  const { status } = spawnSync(process.execPath, [join(root, 'tools', 'ensure-installed.mjs')], {
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin` },
  });
  const asked = join(root, 'asked');
  return { exitCode: status, asked: existsSync(asked) ? readFileSync(asked, 'utf8').trim() : undefined };
}

const own = { '': { name: 'root' }, 'libs/a': { name: '@ixn/a', version: '0.1.0' } };
const link = { 'node_modules/@ixn/a': { resolved: 'libs/a', link: true } };
const zod = { 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' } };
const forOtherPlatforms = { 'node_modules/node-win': { version: '24.0.0', integrity: 'sha512-w', optional: true } };
const locked = { ...own, ...link, ...zod, ...forOtherPlatforms };
const installed = { ...link, ...zod, 'libs/a': own['libs/a'] };

describe('ensure-installed', () => {
  it.each<[string, Packages]>([
    ['when everything is what the lock file says', { ...installed, ...forOtherPlatforms }],
    ['when only packages for other platforms are missing', installed],
  ])('does nothing %s', (_, packages) => {
    expect(run({ locked, installed: packages })).toEqual({ exitCode: 0, asked: undefined });
  });

  it.each<[string, Packages | undefined]>([
    ['nothing is installed', undefined],
    ['a package is missing', link],
    [
      'a package has another version',
      { ...installed, 'node_modules/zod': { version: '4.0.1', integrity: 'sha512-a' } },
    ],
    ['a package has other contents', { ...installed, 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-b' } }],
    ['a package is there that the lock file does not know', { ...installed, 'node_modules/old': { version: '1.0.0' } }],
    ['a new workspace is not linked yet', zod],
  ])('installs by the lock file when %s', (_, packages) => {
    const result = run(packages === undefined ? { locked } : { locked, installed: packages });
    expect(result).toEqual({ exitCode: 0, asked: 'ci --no-audit --no-fund' });
  });

  it('ends as npm does when npm fails', () => {
    expect(run({ locked, npmExit: 7 })).toMatchObject({ exitCode: 7 });
  });
});
