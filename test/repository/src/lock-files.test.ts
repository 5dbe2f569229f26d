import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const files = execFileSync('git', ['ls-files', '*package-lock.json'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n');

interface Entry {
  readonly resolved?: string;
  readonly integrity?: string;
  /** A room of this repository. */
  readonly link?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}
interface Lock {
  readonly packages: Readonly<Record<string, Entry>>;
}

function isForLinux({ link = false, os = ['linux'], cpu = ['x64'] }: Entry): boolean {
  return !link && os.includes('linux') && (cpu.includes('x64') || cpu.includes('arm64'));
}

function packagesOf(file: string) {
  const { packages }: Lock = JSON.parse(readFileSync(join(root, file), 'utf8'));
  return Object.entries(packages);
}

describe.each(files)('%s', (file) => {
  it('names no address of a registry, so that npm asks the one that each machine is set to', () => {
    expect(packagesOf(file).filter(([, { resolved = '' }]) => /^https?:/.test(resolved))).toEqual([]);
  });

  it('has the hash of everything that npm installs on Linux, on which the operator is built', () => {
    const installed = packagesOf(file).filter(([path, entry]) => path.includes('node_modules/') && isForLinux(entry));
    expect(installed.length).toBeGreaterThan(0);
    expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  });
});

it('the lock file has the compiler of each platform that people work on', () => {
  const paths = packagesOf('package-lock.json').map(([path]) => path);
  for (const platform of ['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-arm64']) {
    expect(paths).toContain(`node_modules/@swc/core-${platform}`);
  }
});
