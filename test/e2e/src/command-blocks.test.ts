import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandBlocks } from './command-blocks.ts';

const root = resolve(import.meta.dirname, '../../..');

function textOf(path: string): string {
  return readFileSync(resolve(root, path), 'utf8');
}

describe('the commands of a page', () => {
  it('are those of its sh blocks, by the heading that they stand below', () => {
    const page =
      '# One\n```sh\na \\\n  b\n```\n```yaml\n# no heading\n```\n```sh\nc\n```\n## Two\nd\n### Three\n```sh\n# e\n```\n';
    expect([...commandBlocks(page)]).toEqual([
      ['One', ['a \\', '  b', 'c']],
      ['Three', ['# e']],
    ]);
  });

  it('of the switch from Helm are all followed by the test, and only these', () => {
    const followed = [...textOf('test/e2e/tests/migrate.test.ts').matchAll(/guide\.follow\('([^']+)'\)/g)];
    const page = textOf('docs/migrate-from-helm.md');
    const steps = commandBlocks(page.slice(page.indexOf('## The switch, step by step')));
    expect(new Set(followed.map(([, heading]) => heading))).toEqual(new Set(steps.keys()));
  });
});
