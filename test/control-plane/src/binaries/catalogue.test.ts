import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogue.ts';

describe('loadCatalogue', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
    await writeModule('kubernetes', ['k8s.io/kubernetes v1.40.2', 'go.etcd.io/etcd/server/v3 v3.7.1']);
    await writeModule('kwok', ['sigs.k8s.io/kwok v0.9.0']);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function writeModule(name: string, requirements: readonly string[], sum = 'sum'): Promise<void> {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(
      join(folder, name, 'go.mod'),
      `module m\n\ngo 1.30.0\n\nrequire (\n\t${requirements.join('\n\t')}\n)\n`,
    );
    await writeFile(join(folder, name, 'go.sum'), sum);
  }

  it('takes every version from the go.mod files', () => {
    const [kubernetes, kwok] = loadCatalogue(folder);
    expect(kubernetes?.binaries.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'etcd v3.7.1',
      'kube-apiserver v1.40.2',
      'kube-controller-manager v1.40.2',
      'kube-scheduler v1.40.2',
      'kubectl v1.40.2',
    ]);
    expect(kubernetes?.ldflags).toContain('gitVersion=v1.40.2');
    expect(kubernetes?.ldflags).toContain('gitMajor=1');
    expect(kubernetes?.ldflags).toContain('gitMinor=40');
    expect(kwok?.binaries.map(({ version }) => version)).toEqual(['v0.9.0']);
    expect(kwok?.goVersion).toBe('1.30.0');
  });

  it('changes the cache key of a module when its go.sum changes, and only that one', async () => {
    const [kubernetes, kwok] = loadCatalogue(folder);
    await writeModule('kwok', ['sigs.k8s.io/kwok v0.9.0'], 'another sum');
    const [sameKubernetes, otherKwok] = loadCatalogue(folder);
    expect(sameKubernetes?.key).toBe(kubernetes?.key);
    expect(otherKwok?.key).not.toBe(kwok?.key);
  });

  it('says which version is missing', async () => {
    await writeModule('kwok', ['example.org/other v1.0.0']);
    expect(() => loadCatalogue(folder)).toThrow('go.mod requires no version of sigs.k8s.io/kwok');
  });

  it('reads the modules of this repository', () => {
    const versions = loadCatalogue().flatMap((module) => module.binaries.map((binary) => binary.version));
    for (const version of versions) expect(version).toMatch(/^v\d+\.\d+\.\d+$/);
  });
});
