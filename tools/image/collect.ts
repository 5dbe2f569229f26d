// node collect.ts BASE CONTEXT OUT: what the image of the operator is made of, put together from the files of a Node image (BASE),
// which may be of another architecture as nothing of it runs, and from the bundles (CONTEXT/dist). Of apps/operator/Dockerfile.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { packagesOf } from './debian-packages.ts';
import { readElf } from './elf.ts';
import { imageSbom } from './image-sbom.ts';

const [base = '', context = '', out = ''] = process.argv.slice(2);
const node = '/usr/local/bin/node';

/** Who the operator is: no name in Debian, and not root. */
const user = { 'etc/passwd': 'nonroot:x:65532:65532::/:/sbin/nologin\n', 'etc/group': 'nonroot:x:65532:\n' };

/** The part that is the same for every version of the operator, so that nodes and registries keep it once. */
const system = join(out, 'system');
/** The operator's own part. */
const own = join(out, 'own');

const { triplet, interpreter = '', needed } = readElf(readFileSync(join(base, node)));
const libraries = librariesOf(needed, new Set());
const packages = packagesOf(
  base,
  [...libraries, basename(interpreter)].map((name) => `/lib/${triplet}/${name}`),
);
writeSystem();
writeOwn();
for (const path of [system, own]) settle(path);

/** All libraries that these need, directly or not, but for the loader, which has a place of its own. */
function librariesOf(names: readonly string[], found: Set<string>): ReadonlySet<string> {
  for (const name of names) {
    if (found.has(name) || name === basename(interpreter)) continue;
    found.add(name);
    librariesOf(readElf(readFileSync(libraryPath(name))).needed, found);
  }
  return found;
}

function libraryPath(name: string): string {
  return join(base, 'usr/lib', triplet, name);
}

function writeSystem(): void {
  copy(join(base, node), join(system, node), 0o555);
  copy(libraryPath(basename(interpreter)), join(system, interpreter), 0o555);
  for (const name of libraries) copy(libraryPath(name), join(system, 'lib', triplet, name));
  for (const { name, stanza } of packages) {
    copy(join(base, 'usr/share/doc', name, 'copyright'), join(system, 'usr/share/doc', name, 'copyright'));
    // Where scanners of images look for packages in an image without a package manager.
    write(join(system, 'var/lib/dpkg/status.d', name), stanza);
  }
  copy(join(base, 'etc/os-release'), join(system, 'etc/os-release'));
  copy(nodeLicense(), join(system, 'usr/local/LICENSE'));
  for (const [path, text] of Object.entries(user)) write(join(system, path), text);
  // Without it, names are asked for in DNS before /etc/hosts is looked at.
  write(join(system, 'etc/nsswitch.conf'), 'hosts: files dns\n');
}

/** As distributions of Node have it, and its images; else what `npm run image` has found. */
function nodeLicense(): string {
  const paths = [join(base, 'usr/local/LICENSE'), join(context, 'dist/node.LICENSE.txt')];
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`the licence of Node is in none of ${paths.join(', ')}`);
  return found;
}

function writeOwn(): void {
  const dist = join(context, 'dist');
  const files = readdirSync(dist).filter((name) => /^operator.*[.]mjs([.]LEGAL[.]txt)?$/.test(name));
  for (const name of files) copy(join(dist, name), join(own, 'app', name));
  copy(join(context, 'LICENSE'), join(own, 'app/LICENSE'));
  const sbom = imageSbom({
    bundles: JSON.parse(readFileSync(join(dist, 'operator.mjs.cdx.json'), 'utf8')),
    // Of the image that runs this: the same one, for the architecture of the machine that builds.
    nodeVersion: process.versions.node,
    packages,
    distribution: distribution(),
  });
  write(join(own, 'app/sbom.cdx.json'), `${JSON.stringify(sbom, undefined, 2)}\n`);
}

/** Such as `debian-12`. */
function distribution(): string {
  const text = readFileSync(join(base, 'etc/os-release'), 'utf8');
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(text)?.[1] ?? '';
  return `${field('ID')}-${field('VERSION_ID')}`;
}

function copy(from: string, to: string, mode = 0o444): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, mode);
}

function write(to: string, text: string): void {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
  chmodSync(to, 0o444);
}

/** One time for all files, so that the same files give the same layer whenever it is built. */
function settle(path: string): void {
  for (const { name, parentPath } of readdirSync(path, { recursive: true, withFileTypes: true })) {
    lutimesSync(join(parentPath, name), 0, 0);
  }
  lutimesSync(path, 0, 0);
}
