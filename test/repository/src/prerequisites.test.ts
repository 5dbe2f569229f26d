import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findMissing } from '../../../tools/prerequisites.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ixn-prerequisites-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(tool: string, script: string): void {
  writeFileSync(join(folder, tool), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, tool), 0o755);
}

describe('findMissing', () => {
  it('finds nothing where every tool works', async () => {
    for (const tool of ['docker', 'kind', 'kubectl']) install(tool, 'exit 0');
    expect(await findMissing(['docker', 'kind', 'kubectl'], { PATH: folder })).toEqual([]);
  });

  it('says of each tool that is not there what to install', async () => {
    install('kind', 'exit 0');
    expect(await findMissing(['docker', 'kind', 'kubectl'], { PATH: folder })).toEqual([
      expect.stringMatching(/^docker is not on the PATH: install Docker/),
      expect.stringMatching(/^kubectl is not on the PATH: install kubectl/),
    ]);
  });

  it('asks for a plugin of docker by its whole name', async () => {
    install('docker', '[ "$1" != buildx ]');
    expect(await findMissing(['docker', 'buildx'], { PATH: folder })).toEqual([
      expect.stringMatching(/^docker buildx is on the PATH, but it does not run: install its plugin buildx/),
    ]);
  });

  it('tells a daemon that does not answer from a client that is not there', async () => {
    install('docker', 'echo no daemon >&2; exit 1');
    expect(await findMissing(['docker'], { PATH: folder })).toEqual([
      expect.stringMatching(/^docker is on the PATH, but its daemon does not answer.*no daemon/),
    ]);
  });
});
