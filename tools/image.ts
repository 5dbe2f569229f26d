// npm run image: bundles the operator, with a bill of materials, and builds its image of apps/operator/Dockerfile.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { deployFile } from './deploy/base.ts';
import { type ImageOptions, readImageOptions } from './image/options.ts';
import { findMissing } from './prerequisites.ts';
import { environment } from './test-report.ts';

const root = resolve(import.meta.dirname, '..');
const chart = 'chart/interaction-server-operator';
const { appVersion }: { readonly appVersion: string } = parse(deployFile(`${chart}/Chart.yaml`));
const { image }: { readonly image: { readonly repository: string } } = parse(deployFile(`${chart}/values.yaml`));

const read = readImageOptions(process.argv.slice(2), `${image.repository}:${appVersion}`);
switch (read.kind) {
  case 'help':
    process.stdout.write(read.text);
    break;
  case 'invalid':
    console.error(`${read.problem}\nTry npm run image -- --help`);
    process.exitCode = 2;
    break;
  case 'options':
    process.exitCode = await buildImage(read.options);
}

async function buildImage(options: ImageOptions): Promise<number> {
  const missing = await findMissing(['docker', 'buildx'], process.env);
  if (missing.length > 0) {
    console.error(`npm run image cannot start:\n${missing.map((problem) => `  ${problem}`).join('\n')}`);
    return 1;
  }
  const bundled = run('node', ['tools/bundle.ts', 'operator']);
  if (bundled !== 0) return bundled;
  provideNodeLicense();
  const built = run('docker', ['buildx', 'build', ...buildFlags(options), '.']);
  if (built === 0) console.log(`\n${options.tag}${options.push ? ' is pushed' : ''}`);
  return built;
}

function buildFlags({ tag, platforms, push }: ImageOptions): readonly string[] {
  const { BASE_IMAGE: baseImage, SOURCE_DATE_EPOCH: epoch = lastCommit() } = process.env;
  return [
    '--file=apps/operator/Dockerfile',
    `--tag=${tag}`,
    push ? '--push' : '--load',
    `--build-arg=VERSION=${appVersion}`,
    ...(platforms.length > 0 ? [`--platform=${platforms.join(',')}`] : []),
    ...(baseImage ? [`--build-arg=BASE_IMAGE=${baseImage}`] : []),
    ...(epoch ? [`--build-arg=SOURCE_DATE_EPOCH=${epoch}`] : []),
  ];
}

/** Its time in seconds; empty outside of a clone. */
function lastCommit(): string {
  const { stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return stdout?.trim() ?? '';
}

/** For a base image without the licence of Node: that of the Node which runs this. */
function provideNodeLicense(): void {
  const folder = dirname(process.execPath);
  const found = [resolve(folder, '../LICENSE'), resolve(folder, 'LICENSE')].find((path) => existsSync(path));
  if (found !== undefined) cpSync(found, resolve(root, 'dist/node.LICENSE.txt'));
}

/** Runs a program that shows what it does; its exit code. */
function run(program: string, args: readonly string[]): number {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: environment() });
  if (error) console.error(error.message);
  return status ?? 1;
}
