import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// Rules that never fail hold nothing: each is broken here once, in a small repository of the same layout.

const root = resolve(import.meta.dirname, '../../..');
const config = join(root, '.dependency-cruiser.cjs');
const program = join(root, 'node_modules', '.bin', 'depcruise');
const workspaces = [
  'libs/connections',
  'libs/interaction-server',
  'libs/manifests',
  'libs/rollout',
  'libs/assessment',
  'libs/plan',
  'libs/reconcile',
  'libs/dependency-checks',
  'libs/kube-client',
  'libs/controller-runtime',
  'libs/telemetry',
  'apps/operator',
  'apps/demo',
  'test/kit',
];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ixn-import-directions-'));
  copyFileSync(config, join(folder, '.dependency-cruiser.cjs'));
  for (const workspace of workspaces) {
    const name = `@ixn/${workspace.split('/')[1]}`;
    write(`${workspace}/package.json`, JSON.stringify({ name, type: 'module', exports: { '.': './src/index.ts' } }));
    write(`${workspace}/src/index.ts`, 'export const here = 1;\n');
    write(`${workspace}/src/inner.ts`, 'export const inner = 1;\n');
    mkdirSync(join(folder, 'node_modules', '@ixn'), { recursive: true });
    symlinkSync(join('../..', workspace), join(folder, 'node_modules', name));
  }
  write('node_modules/@kubernetes/client-node/package.json', JSON.stringify({ main: './index.js' }));
  write('node_modules/@kubernetes/client-node/index.js', 'exports.V1Pod = class {};\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** The rules that the tree breaks, each with the file that does, sorted. */
function violations(): readonly string[] {
  const args = [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'apps', 'libs', 'test'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (stdout === '') throw new Error(stderr);
  const report: { summary: { violations: readonly { rule: { name: string }; from: string }[] } } = JSON.parse(stdout);
  return report.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).toSorted();
}

/** A file of a room that imports this. */
function importing(what: string): string {
  return `import { here } from '${what}';\nexport const there = here;\n`;
}

/** For each rule, what breaks it: the file, and its text. */
const breaches: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'connections-direction': ['libs/connections/src/breach.ts', importing('@ixn/manifests')],
  'interaction-server-direction': ['libs/interaction-server/src/breach.ts', importing('@ixn/manifests')],
  'manifests-direction': ['libs/manifests/src/breach.ts', importing('@ixn/rollout')],
  'rollout-direction': ['libs/rollout/src/breach.ts', importing('@ixn/assessment')],
  'assessment-direction': ['libs/assessment/src/breach.ts', importing('@ixn/manifests')],
  'plan-direction': ['libs/plan/src/breach.ts', importing('@ixn/reconcile')],
  'import-values-direction': ['libs/import-values/src/breach.ts', importing('@ixn/rollout')],
  'reconcile-direction': ['libs/reconcile/src/breach.ts', importing('@ixn/kube-client')],
  'dependency-checks-direction': ['libs/dependency-checks/src/breach.ts', importing('@ixn/kube-client')],
  'kube-client-direction': ['libs/kube-client/src/breach.ts', importing('@ixn/connections')],
  'controller-runtime-direction': ['libs/controller-runtime/src/breach.ts', importing('@ixn/telemetry')],
  'telemetry-direction': ['libs/telemetry/src/breach.ts', importing('@ixn/kube-client')],
  'through-the-index': [
    'apps/operator/src/breach.ts',
    "import { inner } from '../../../libs/telemetry/src/inner.ts';\nexport const there = inner;\n",
  ],
  'pure-rooms-do-no-io': [
    'libs/rollout/src/io-breach.ts',
    "import { readFileSync } from 'node:fs';\nexport const there = readFileSync;\n",
  ],
  'pure-rooms-use-kubernetes-types-only': [
    'libs/manifests/src/types-breach.ts',
    "import { V1Pod } from '@kubernetes/client-node';\nexport const there = V1Pod;\n",
  ],
  'product-without-tests': ['apps/operator/src/tests-breach.ts', importing('@ixn/kit')],
  'no-cycles': ['libs/telemetry/src/cycle.ts', "export { there } from './other-half.ts';\nexport const here = 1;\n"],
  'everything-resolves': ['libs/telemetry/src/lost-breach.ts', importing('./nowhere.ts')],
};

describe('the rules on imports', () => {
  it('are broken by nothing in a tree that keeps to them', () => {
    write(
      'libs/manifests/src/good.ts',
      "import type { V1Pod } from '@kubernetes/client-node';\nexport type Pod = V1Pod;\n",
    );
    write('libs/manifests/src/too.ts', importing('@ixn/connections'));
    write('libs/manifests/src/good.test.ts', `import 'node:fs';\n${importing('@ixn/kit')}`);
    write(
      'libs/manifests/src/hash.ts',
      "import { createHash } from 'node:crypto';\nexport const there = createHash;\n",
    );
    write('libs/reconcile/src/good.ts', importing('@ixn/rollout'));
    write('libs/controller-runtime/src/good.ts', importing('@ixn/kube-client'));
    write('apps/operator/src/good.ts', importing('@ixn/reconcile'));
    write('apps/demo/src/good.ts', importing('@ixn/kit'));
    expect(violations()).toEqual([]);
  });

  it('are each broken by what it forbids, and by nothing else', () => {
    for (const [path, text] of Object.values(breaches)) write(path, text);
    write('libs/telemetry/src/other-half.ts', importing('./cycle.ts'));
    const expected = Object.entries(breaches).map(([rule, [path]]) => `${rule}: ${path}`);
    expect(violations()).toEqual(expected.toSorted());
  });

  it('are all tried here', () => {
    const { forbidden }: { forbidden: readonly { name: string }[] } = createRequire(import.meta.url)(config);
    expect(Object.keys(breaches).toSorted()).toEqual(forbidden.map(({ name }) => name).toSorted());
  });
});
