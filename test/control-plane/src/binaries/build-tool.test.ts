import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildTool } from './build-tool.ts';

describe('buildTool', () => {
  let folder = '';
  const lines: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'build-tool-'));
    await mkdir(join(folder, 'source'));
    await writeFile(join(folder, 'source/go.mod'), 'module example.org/tools/hello\n\ngo 1.30.0\n');
    await writeFile(join(folder, 'source/go.sum'), '');
    await writeFile(join(folder, 'source/main.go'), 'package main');
    // Stands in for `go build ... -o FOLDER/ PACKAGE`.
    const script = `#!/bin/sh
while [ "$1" != -o ]; do shift; done
cat main.go > "$2\${3##*/}"
`;
    await writeFile(join(folder, 'go'), script);
    await chmod(join(folder, 'go'), 0o755);
    lines.length = 0;
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const build = (go = join(folder, 'go'), program?: string) =>
    buildTool({
      folder: join(folder, 'source'),
      program,
      env: { XDG_CACHE_HOME: join(folder, 'cache') },
      go,
      onProgress: (line) => lines.push(line),
    });

  it('builds the program once, also for two who ask at once', async () => {
    const [path, same] = await Promise.all([build(), build()]);
    expect(same).toBe(path);
    expect(path).toMatch(/cache\/interaction-server-operator\/control-plane\/hello-[0-9a-f]{12}\/hello$/);
    expect(await readFile(path, 'utf8')).toBe('package main');
    expect(lines.filter((line) => line.startsWith('building hello'))).toHaveLength(1);
    expect(await build('/nowhere/go')).toBe(path);
  });

  it('builds it anew when its source has changed', async () => {
    const before = await build();
    await writeFile(join(folder, 'source/main.go'), 'package main // changed');
    const after = await build();
    expect(after).not.toBe(before);
    expect(await readFile(after, 'utf8')).toContain('changed');
  });

  it('builds the one of several programs that is asked for', async () => {
    const tools = 'tool example.org/cmd/one\n\ntool example.org/cmd/two\n';
    await writeFile(join(folder, 'source/go.mod'), `module example.org/tools\n\ngo 1.30.0\n\n${tools}`);
    expect(await build()).toMatch(/one-[0-9a-f]{12}\/one$/);
    expect(await build(undefined, 'two')).toMatch(/two-[0-9a-f]{12}\/two$/);
    await expect(build(undefined, 'three')).rejects.toThrow('no tool or module directive for three');
  });

  it('says which Go it needs when there is none', async () => {
    await expect(build('/nowhere/go')).rejects.toThrow(
      'cannot build hello, which needs Go 1.30 or newer on the PATH: there is no go command on the PATH',
    );
  });
});
