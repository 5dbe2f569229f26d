// npm test: everything that must hold, in one go; every check runs, whatever failed before. The last line counts them all.
// Arguments go to Vitest: `npm test -- --project manifests` runs the checks and that room's tests.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Count, countLine, environment, readReport, reportTo } from './test-report.ts';

const root = resolve(import.meta.dirname, '..');

/** Checks without tests of their own; each counts as one. `mend` is what a person does about a failure. */
const checks = [
  { name: 'format', command: ['biome', 'format', '.'], mend: 'npm run format' },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'], mend: 'mend what is listed above' },
  { name: 'types', command: ['nx', 'run-many', '-t', 'typecheck', '--outputStyle=stream'], mend: 'mend the types' },
  { name: 'types of the tools', command: ['tsc', '--noEmit'], mend: 'mend the types' },
  {
    name: 'import directions',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'test', 'tools'],
    mend: 'see docs/architecture.md for which room may import which',
  },
  { name: 'generated files', command: ['node', 'tools/generate.ts', '--verify'], mend: 'npm run generate' },
  { name: 'bundles', command: ['nx', 'run-many', '-t', 'build', '--outputStyle=stream'], mend: 'mend the build' },
] as const;

// Long runs against injected faults, long walks, and what needs PostgreSQL, Redis, Consul and Kafka have commands of their own:
// test:faults, test:walks and test:wiring.
const ownCommands = ['faults', 'e2e-leader', 'walks', 'backing-services', 'wiring', 'stand-in-wiring'];
const everythingElse = ownCommands.flatMap((project) => ['--project', `!${project}`]);
const selection = process.argv.length > 2 ? process.argv.slice(2) : everythingElse;
const counts = [...checks.map(runCheck), runTests(selection)];
const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
console.log(`\n${countLine({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') })}`);
process.exitCode = sum('failed') > 0 || sum('passed') <= checks.length ? 1 : 0;

function runCheck({ name, command, mend }: (typeof checks)[number]): Count {
  const startedMs = performance.now();
  const [program, ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8', env: environment() });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  if (status === 0) {
    console.log(`✓ ${name} (${seconds} s)`);
    return { passed: 1, failed: 0, skipped: 0 };
  }
  console.log(`${stdout}${stderr}✗ ${name} (${seconds} s): ${mend}`);
  return { passed: 0, failed: 1, skipped: 0 };
}

function runTests(args: readonly string[]): Count {
  const folder = mkdtempSync(join(tmpdir(), 'ixn-test-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = spawnSync('vitest', ['run', ...reportTo(report), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: environment(),
    });
    return readReport(report, status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
