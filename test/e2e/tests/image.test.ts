import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runCommand } from '@ixn/control-plane';
import type { V1Pod } from '@kubernetes/client-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { imageName } from '../src/cluster-facts.ts';
import { execute } from '../src/execute.ts';
import { type ArchiveEntry, layersOf } from '../src/image-archive.ts';
import { eventually, openScene } from '../src/scene.ts';

const scene = openScene();
const image = imageName(scene.facts.operator);
const root = resolve(import.meta.dirname, '../../..');
const page = readFileSync(resolve(root, 'docs/image.md'), 'utf8');

/** What is read of a CycloneDX component. */
interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly content: string }[];
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
}

let layers: readonly (readonly ArchiveEntry[])[] = [];

beforeAll(async () => {
  layers = await layersOf(image);
});

function files(): readonly ArchiveEntry[] {
  return layers.flat().filter(({ kind }) => kind === 'file');
}

function textOf(path: string): string {
  return (
    files()
      .find((file) => file.path === path)
      ?.content.toString() ?? ''
  );
}

/** The names of the files of a layer, as they are on amd64. */
function namesIn(layer: readonly ArchiveEntry[]): readonly string[] {
  return layer
    .filter(({ kind }) => kind === 'file')
    .map(({ path }) =>
      path
        .replace('lib/ld-linux-aarch64.so.1', 'lib64/ld-linux-x86-64.so.2')
        .replace('aarch64-linux-gnu', 'x86_64-linux-gnu'),
    );
}

/** Runs the image as a node would: nothing to write to, no rights, no network. */
function run(args: readonly string[], flags: readonly string[] = []) {
  const locked = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--network', 'none'];
  return runCommand('docker', ['run', '--rm', ...locked, ...flags, image, ...args]);
}

/** What a script of Node prints in the image. */
async function evaluate(script: string, flags: readonly string[] = []): Promise<string> {
  return (await run(['-p', script], ['--entrypoint', '/usr/local/bin/node', ...flags])).stdout.trim();
}

function componentsIn(json: string): readonly Component[] {
  return JSON.parse(json).components;
}

function ofKind(components: readonly Component[], type: string): readonly Component[] {
  return components.filter(({ purl }) => purl.startsWith(`pkg:${type}/`));
}

describe('the image of the operator', () => {
  it('has the layers and the files that docs/image.md lists, and no other', () => {
    const listed = [...page.matchAll(/```text\n(.*?)```/gs)].map(([, block = '']) => block.trim().split('\n'));
    expect(layers.map((layer) => namesIn(layer).toSorted())).toEqual(listed.map((names) => names.toSorted()));
    expect(layers.flat().filter(({ kind }) => kind === 'other')).toEqual([]);
  });

  it('is as big as docs/image.md says', () => {
    const megabytes = files().reduce((sum, { content }) => sum + content.length, 0) / 1e6;
    const said = Number(/\| size \| ([0-9]+) MB/.exec(page)?.[1]);
    expect(Math.abs(megabytes - said) / said).toBeLessThan(0.1);
  });

  it('belongs to root, is writable for nobody, and has two files that can be executed', () => {
    for (const { uid, gid, mode } of layers.flat()) {
      expect({ uid, gid }).toEqual({ uid: 0, gid: 0 });
      // Nobody but root, who is not in it, may write; no file runs as its owner.
      expect(mode & 0o7022).toBe(0);
    }
    const executable = files().filter(({ mode }) => (mode & 0o111) !== 0);
    expect(namesIn(executable).toSorted()).toEqual(['lib64/ld-linux-x86-64.so.2', 'usr/local/bin/node']);
  });

  it('has files without a time of their own, so that a second build gives the same layers', () => {
    for (const { modified } of layers.flat()) expect(modified).toBe(0);
  });

  it('says who it is, who runs it, and how', async () => {
    const config = JSON.parse(await execute('docker', ['image', 'inspect', '--format', '{{json .Config}}', image]));
    const { version }: { readonly version: string } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
    expect(config).toMatchObject({
      User: '65532:65532',
      Entrypoint: ['/usr/local/bin/node', '--optimize-for-size', '/app/operator.mjs'],
      Labels: {
        'org.opencontainers.image.title': 'interaction-server-operator',
        'org.opencontainers.image.version': version,
        'org.opencontainers.image.licenses': 'Apache-2.0',
      },
    });
    expect(config.Volumes ?? {}).toEqual({});
    expect(config.Env).toEqual([expect.stringMatching(/^PATH=/)]);
  });

  it('has the bundles as they were built, with all licences', () => {
    const app = files().filter(({ path }) => /^app[/].*[.](mjs|txt)$/.test(path));
    for (const { path, content } of app) {
      expect(content.equals(readFileSync(resolve(root, 'dist', path.slice('app/'.length))))).toBe(true);
    }
    expect(textOf('app/LICENSE')).toBe(readFileSync(resolve(root, 'LICENSE'), 'utf8'));
    expect(textOf('usr/local/LICENSE')).toContain('Node.js is licensed for use as follows');
  });
});

describe('the bill of materials of the image', () => {
  it('has each package that is in the bundles, as the lock file has it', () => {
    const packages = ofKind(componentsIn(textOf('app/sbom.cdx.json')), 'npm');
    const bundled = readFileSync(resolve(root, 'dist/operator.mjs.cdx.json'), 'utf8');
    expect(packages).toEqual(componentsIn(bundled));
    const lock: Lock = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8'));
    const locked = Object.entries(lock.packages).map(([place, { version, integrity = '' }]) => {
      const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return `${name}@${version} ${Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')}`;
    });
    expect(packages.length).toBeGreaterThan(10);
    for (const { name, version, hashes } of packages) {
      expect(locked).toContain(`${name}@${version} ${hashes?.[0]?.content}`);
    }
  });

  it('has the Node that runs, and the packages of its libraries', async () => {
    const components = componentsIn(textOf('app/sbom.cdx.json'));
    expect(ofKind(components, 'generic').map(({ name, version }) => `${name} ${version}`)).toEqual([
      `node ${await evaluate('process.versions.node')}`,
    ]);
    const status = files().filter(({ path }) => path.startsWith('var/lib/dpkg/status.d/'));
    const installed = status.map(({ content }) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(content.toString())?.[1];
      return `${field('Package')} ${field('Version')}`;
    });
    const debian = ofKind(components, 'deb').map(({ name, version }) => `${name} ${version}`);
    expect(debian.toSorted()).toEqual(installed.toSorted());
  });
});

describe('a container of the image', () => {
  it.each([[[]], [['--user', '1000690000:0']]])(
    'starts with nothing to write to and without rights, with the flags %j',
    async (flags) => {
      expect(await run(['--help'], flags)).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('--leader-elect'),
      });
    },
  );

  it('runs as a user without a name elsewhere, who may write nowhere', async () => {
    const tryToWrite = `['/', '/tmp', '/app', '/etc', '/var/lib'].filter((folder) => {
      try { fs.writeFileSync(folder + '/written', ''); return true; } catch { return false; }
    })`;
    const script = `JSON.stringify({ uid: process.getuid(), gid: process.getgid(), written: ${tryToWrite} })`;
    expect(JSON.parse(await evaluate(script))).toEqual({ uid: 65532, gid: 65532, written: [] });
  });

  it('has no shell', async () => {
    for (const shell of ['sh', '/bin/sh', 'bash', '/bin/busybox']) {
      expect(await run(['-c', 'echo here'], ['--entrypoint', shell])).toMatchObject({ exitCode: 127, stdout: '' });
    }
  });

  it('knows time zones, the certificates of authorities, and the names of /etc/hosts', async () => {
    const script = `[
      new Intl.DateTimeFormat('en', { timeZone: 'Asia/Kolkata', timeStyle: 'short' }).format(0),
      new Date(0).getHours(),
      tls.rootCertificates.length > 100,
      await dns.promises.lookup('some.where').then(({ address }) => address),
    ].join(' ')`;
    const flags = ['--env', 'TZ=Europe/Athens', '--add-host', 'some.where:192.0.2.7'];
    // node -p awaits nothing; a module may.
    const args = [
      '--input-type=module',
      '-e',
      `import dns from 'node:dns'; import tls from 'node:tls'; console.log(${script})`,
    ];
    const { stdout } = await run(args, ['--entrypoint', '/usr/local/bin/node', ...flags]);
    expect(stdout.trim()).toBe('5:30 AM 2 true 192.0.2.7');
  });

  it('is admitted where pod security is restricted, though nobody says which user it is', async () => {
    const { kubectl, facts } = scene;
    const pod = { name: 'image', namespace: facts.namespaces.instances };
    await kubectl.apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: pod,
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'operator',
            image,
            imagePullPolicy: 'IfNotPresent',
            args: ['--help'],
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      },
    });
    await eventually('the pod has ended', async () => {
      const { status } = (await kubectl.get<V1Pod>('pods', pod.name, pod.namespace)) ?? {};
      return status?.phase === 'Succeeded' ? true : undefined;
    });
    expect(await kubectl.run(['logs', pod.name, '-n', pod.namespace])).toContain('--leader-elect');
  });
});
