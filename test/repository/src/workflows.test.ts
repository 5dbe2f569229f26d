import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildTool, runCommand } from '@ixn/control-plane';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../../..');
const folder = resolve(root, '.github/workflows');
const files = readdirSync(folder);

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: unknown;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions: unknown;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

function read(file: string): Workflow {
  return parse(readFileSync(resolve(folder, file), 'utf8'));
}

describe.each(files)('the workflow %s', (file) => {
  const workflow = read(file);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  it('is found right by actionlint', { timeout: 300_000 }, async () => {
    const tool = await buildTool({ folder: resolve(root, 'test/tools/actionlint'), onProgress: console.log });
    // What else may lint scripts is not everywhere.
    const { exitCode, stdout } = await runCommand(tool, ['-shellcheck=', '-pyflakes=', resolve(folder, file)]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  });

  it('may read the repository and do nothing else, keeps no credentials, and ends', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(jobs.map(({ permissions }) => permissions).filter((permissions) => permissions !== undefined)).toEqual([]);
    expect(jobs.map((job) => job['timeout-minutes'])).not.toContain(undefined);
    expect(workflow.concurrency?.group).toContain('github.ref');
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
    expect(checkouts.length).toBe(jobs.length);
  });

  it("uses GitHub's own actions of one major version each", () => {
    const used = new Set(steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses])));
    for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@v[0-9]+$/);
    expect(new Set([...used].map((action) => action.split('@')[0])).size).toBe(used.size);
  });

  it('runs commands that there are', () => {
    const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
      readFileSync(resolve(root, 'package.json'), 'utf8'),
    );
    const lines = steps.flatMap(({ run = '' }) => run.split('\n'));
    const npm = lines.flatMap((line) => [...line.matchAll(/npm run ([a-z0-9:-]+)/g)].map(([, name = '']) => name));
    expect(npm.filter((name) => !(name in scripts))).toEqual([]);
    const own = lines.filter((line) => /^\.[a-z]/.test(line));
    expect([...npm, ...own]).not.toEqual([]);
    expect(own.filter((path) => !existsSync(resolve(root, path)))).toEqual([]);
  });
});

describe('the workflow of the continuous integration', () => {
  const text = readFileSync(resolve(folder, 'ci.yml'), 'utf8');
  const images = [...text.matchAll(/kindest\/node:v(\d+\.\d+)\.\d+@sha256:[0-9a-f]{64}$/gm)].map(([, minor]) => minor);

  it('tries three versions of Kubernetes by their digests, on one node and on several', () => {
    expect(images).toEqual(['1.34', '1.35', '1.36']);
    expect([...text.matchAll(/- version: '(1\.\d+)'/g)].map(([, minor]) => minor)).toEqual(images);
    expect(text).toContain('workers: [0, 3]');
  });

  it('has the Go that the tools are written for', () => {
    const [, needed] = /^go (\d+\.\d+)/m.exec(readFileSync(resolve(root, 'test/tools/helm/go.mod'), 'utf8')) ?? [];
    const versions = [...text.matchAll(/go-version: '(.+)'/g)].map(([, version]) => version);
    expect(new Set(versions)).toEqual(new Set([needed]));
  });
});
