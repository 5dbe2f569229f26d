import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTar } from './image-archive.ts';

it('reads what tar has written, in its order', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ixn-tar-'));
  try {
    mkdirSync(join(folder, 'app'), { mode: 0o755 });
    writeFileSync(join(folder, 'app/long'), 'x'.repeat(600), { mode: 0o444 });
    writeFileSync(join(folder, 'app/short'), 'y', { mode: 0o555 });
    symlinkSync('short', join(folder, 'app/zlink'));
    const { stdout } = spawnSync('tar', ['-cf', '-', '-C', folder, 'app', 'app/short']);
    const [first, ...others] = readTar(stdout);
    expect(first).toMatchObject({ path: 'app/', kind: 'folder', mode: 0o755, uid: process.getuid?.() });
    const seen = others.map(({ path, kind, mode, content }) => ({ path, kind, mode, length: content.length }));
    expect(seen).toHaveLength(4);
    expect(seen).toContainEqual({ path: 'app/long', kind: 'file', mode: 0o444, length: 600 });
    expect(seen).toContainEqual({ path: 'app/short', kind: 'file', mode: 0o555, length: 1 });
    expect(seen).toContainEqual({ path: 'app/zlink', kind: 'other', mode: 0o777, length: 0 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
