import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { poll } from '../poll.ts';
import { identify, isAlive } from '../process/process-identity.ts';
import type { BinaryName, ToolModule } from './catalogue.ts';
import { cacheFolder } from './fill-cache.ts';
import { findBinaries } from './find-binaries.ts';
import { type ReleaseFixture, sha256, startReleaseFixture } from './release-fixture.ts';

const kubernetesNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'] as const;
const allNames: readonly BinaryName[] = [...kubernetesNames, 'kwok'];

function quiet(): void {}

describe('findBinaries', () => {
  let folder = '';
  let site: ReleaseFixture;
  let releases: Record<string, string> = {};
  let catalogue: readonly ToolModule[] = [];
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'find-binaries-'));
    releases = {};
    site = await startReleaseFixture(() =>
      Object.fromEntries(Object.entries(releases).map(([path, content]) => [path, { kind: 'file', content }])),
    );
    catalogue = [moduleOf('kubernetes', kubernetesNames), moduleOf('kwok', ['kwok'])];
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await site.close();
    await rm(folder, { recursive: true });
  });

  function moduleOf(name: ToolModule['name'], names: readonly BinaryName[]): ToolModule {
    return {
      name,
      folder,
      key: `${name}-v1.2.3-abc`,
      goVersion: '1.30.0',
      ldflags: '',
      binaries: names.map((each) => ({ name: each, goPackage: `example.org/cmd/${each}`, version: 'v1.2.3' })),
    };
  }

  /** Stands in for `go build ... -o FOLDER/ PACKAGES`: writes each binary in two parts, with `between` in between. */
  async function fakeGo(between = ':'): Promise<string> {
    const path = join(folder, 'go');
    const script = `#!/bin/sh
echo "$@" >> ${folder}/go-calls
while [ "$1" != -o ]; do shift; done
into=$2; shift 2
for package in "$@"; do
  printf '#!/bin/sh\\n' > "$into\${package##*/}"
  ${between}
  printf 'echo whole\\n' >> "$into\${package##*/}"
done
`;
    await writeFile(path, script);
    await chmod(path, 0o755);
    return path;
  }

  const env = () => ({ PATH: process.env['PATH'], XDG_CACHE_HOME: join(folder, 'cache') });
  const goCalls = async () =>
    (await readFile(join(folder, 'go-calls'), 'utf8').catch(() => '')).split('\n').slice(0, -1);
  const options = () => ({ env: env(), catalogue, sites: { kubernetes: site.url, github: site.url } });

  it('builds what no other source has, and the next time finds it in the cache', async () => {
    const go = await fakeGo();
    const first = await findBinaries({ ...options(), go, onProgress: quiet });
    expect(Object.keys(first).toSorted()).toEqual(allNames.toSorted());
    for (const path of Object.values(first)) expect(await readFile(path, 'utf8')).toContain('whole');
    expect(await goCalls()).toHaveLength(2);
    expect(await findBinaries({ ...options(), go: '/nowhere/go', onProgress: quiet })).toEqual(first);
    expect(await goCalls()).toHaveLength(2);
  });

  it('keeps the cache outside of the checkout', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/some/cache' })).toBe(
      '/some/cache/interaction-server-operator/control-plane',
    );
    expect(cacheFolder({})).toMatch(/\.cache\/interaction-server-operator\/control-plane$/);
  });

  it('downloads what the release sites have and builds only the rest', async () => {
    const arch = process.arch === 'x64' ? 'amd64' : process.arch;
    const path = `/release/v1.2.3/bin/${process.platform}/${arch}/kubectl`;
    releases = { [path]: 'released', [`${path}.sha256`]: sha256('released') };
    const found = await findBinaries({ ...options(), go: await fakeGo(), onProgress: quiet });
    expect(await readFile(found.kubectl, 'utf8')).toBe('released');
    const calls = await goCalls();
    expect(calls[0]).toContain('example.org/cmd/kube-scheduler');
    expect(calls[0]).not.toContain('example.org/cmd/kubectl');
  });

  it('prefers the folder that the user names, binary by binary', async () => {
    const assets = join(folder, 'assets');
    await mkdir(assets);
    await writeFile(join(assets, 'etcd'), '');
    await chmod(join(assets, 'etcd'), 0o755);
    const withAssets = { ...options(), env: { ...env(), KUBEBUILDER_ASSETS: assets } };
    const found = await findBinaries({ ...withAssets, go: await fakeGo(), onProgress: quiet });
    expect(found.etcd).toBe(join(assets, 'etcd'));
    expect(found.kwok).toContain('cache');
  });

  it('names every source that it tried and what would help', async () => {
    const finding = findBinaries({ ...options(), go: '/nowhere/go', onProgress: quiet });
    const message = await finding.catch((error: unknown) => String(error));
    expect(message).toContain('KUBEBUILDER_ASSETS: not set');
    expect(message).toMatch(/cache \(.*kubernetes-v1\.2\.3-abc\): not there/);
    expect(message).toMatch(/download of kubectl v1\.2\.3: .* answers 404/);
    expect(message).toContain('build from Go modules: there is no go command on the PATH');
    expect(message).toContain('Go 1.30 or newer on the PATH');
  });

  it('shows the last words of a compiler that fails', async () => {
    const go = join(folder, 'failing-go');
    await writeFile(go, '#!/bin/sh\necho "undefined: x" >&2\nexit 1\n');
    await chmod(go, 0o755);
    await expect(findBinaries({ ...options(), go, onProgress: quiet })).rejects.toThrow('undefined: x');
  });

  it('lets the second of two builders wait and use what the first one made', async () => {
    const go = await fakeGo('sleep 0.05');
    const lines: string[] = [];
    // The lock is held by a process; within one process two calls are two waiters like any others.
    const both = await Promise.all([
      findBinaries({ ...options(), go, onProgress: (line) => lines.push(line) }),
      findBinaries({ ...options(), go, onProgress: (line) => lines.push(line) }),
    ]);
    expect(both[0]).toEqual(both[1]);
    expect(await goCalls()).toHaveLength(2);
    expect(lines.some((line) => line.includes('waiting for process'))).toBe(true);
  });

  it('survives an interrupted build: nothing half-made is ever used, and the next run builds again', async () => {
    const cache = join(cacheFolder(env()), 'kubernetes-v1.2.3-abc');
    const stuck = await fakeGo(`echo $$ > ${folder}/go-pid; sleep 1000`);
    const program = `
      import { findBinaries } from ${JSON.stringify(join(import.meta.dirname, 'find-binaries.ts'))};
      await findBinaries({ ...JSON.parse(process.argv[1]), onProgress: () => undefined });`;
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', program, JSON.stringify({ ...options(), go: stuck })],
      {
        stdio: 'inherit',
      },
    );
    children.push(child);
    const until = 'a binary is half written and the compiler waits';
    const compiler = await poll({ until, timeoutMs: 20_000 }, async () => {
      const entries = await readdir(cache);
      const workshop = entries.find((entry) => entry.startsWith('.work-')) ?? '';
      expect(await readFile(join(cache, workshop, 'etcd'), 'utf8')).not.toContain('whole');
      return identify(Number(await readFile(join(folder, 'go-pid'), 'utf8')));
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await poll({ until: 'the compiler is killed, too', timeoutMs: 10_000 }, async () =>
      isAlive(compiler) ? undefined : true,
    );

    const found = await findBinaries({ ...options(), go: await fakeGo(), onProgress: quiet });
    for (const path of Object.values(found)) expect(await readFile(path, 'utf8')).toContain('whole');
    expect((await readdir(cache)).toSorted()).toEqual(kubernetesNames.toSorted());
  });
});
