import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tarOf } from './tar.ts';

it('a tar archive is read by tar', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ixn-tar-'));
  const files = [
    { path: 'README.txt', text: 'hello' },
    { path: 'objects/Service.yaml', text: 'ü'.repeat(700) },
    { path: 'empty.txt', text: '' },
  ];
  try {
    const archive = join(folder, 'bundle.tar');
    writeFileSync(archive, tarOf(files, Date.UTC(2026, 0, 1)));
    execFileSync('tar', ['-xf', archive, '-C', folder]);
    for (const { path, text } of files) expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
