import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseByVersion, takeFromFolder } from './user-folder.ts';

describe('chooseByVersion', () => {
  const own = 36;

  it('takes a complete set of an older version', () => {
    const names = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'] as const;
    const choice = chooseByVersion(new Map(names.map((name) => [name, 30])), own);
    expect(choice).toEqual({ names, notes: [] });
  });

  it('leaves an older API server when the controller manager and scheduler would have to be ours', () => {
    const choice = chooseByVersion(
      new Map([
        ['kube-apiserver', 34],
        ['kubectl', 34],
      ] as const),
      own,
    );
    expect(choice.names).toEqual(['kubectl']);
    expect(choice.notes).toEqual([
      'kube-apiserver 1.34 is older than the controller manager and scheduler that go with it (1.36)',
    ]);
  });

  it('takes an API server of our version or a newer one by itself', () => {
    expect(chooseByVersion(new Map([['kube-apiserver', 36]] as const), own).names).toEqual(['kube-apiserver']);
    expect(chooseByVersion(new Map([['kube-apiserver', 37]] as const), own).names).toEqual(['kube-apiserver']);
  });

  it('leaves whatever is newer than the API server', () => {
    const choice = chooseByVersion(
      new Map([
        ['kube-scheduler', 37],
        ['kubectl', 36],
      ] as const),
      own,
    );
    expect(choice.names).toEqual(['kubectl']);
    expect(choice.notes).toEqual(['kube-scheduler 1.37 is newer than the API server (1.36)']);
  });

  it('takes nothing from an empty folder', () => {
    expect(chooseByVersion(new Map(), own)).toEqual({ names: [], notes: [] });
  });
});

describe('takeFromFolder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assets-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function writeBinary(name: string, prints: string): Promise<void> {
    await writeFile(join(folder, name), `#!/bin/sh\necho '${prints}'\n`);
    await chmod(join(folder, name), 0o755);
  }

  it('looks at each binary by itself and asks it for its version', async () => {
    await writeBinary('etcd', 'etcd Version: 3.5.0');
    await writeBinary('kube-apiserver', 'Kubernetes v1.36.9');
    await writeBinary('kubectl', 'Client Version: v1.35.1');
    const { taken, notes } = await takeFromFolder(folder, 36);
    expect([...taken.keys()]).toEqual(['etcd', 'kube-apiserver', 'kubectl']);
    expect(taken.get('etcd')).toBe(join(folder, 'etcd'));
    expect(notes).toEqual([]);
  });

  it('leaves a binary that does not tell its version and says so', async () => {
    await writeBinary('kubectl', 'hello');
    const { taken, notes } = await takeFromFolder(folder, 36);
    expect(taken.size).toBe(0);
    expect(notes).toEqual([`${join(folder, 'kubectl')} does not tell its version`]);
  });

  it('leaves a file that cannot be run', async () => {
    await writeFile(join(folder, 'etcd'), 'text');
    expect((await takeFromFolder(folder, 36)).taken.size).toBe(0);
  });
});
