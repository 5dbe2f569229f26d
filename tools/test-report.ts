import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** How many checks or tests came out which way. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The line that ends every run of tests. */
export function countLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The arguments by which Vitest shows its results and writes them to this file, for `readReport`. */
export function reportTo(path: string): readonly string[] {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
}

/** Counts the tests of a run of Vitest that ended with this exit code. A run that wrote no report failed once. */
export function readReport(path: string, exitCode: number | null): Count {
  const count = countOf(path);
  // A file that cannot be loaded, or an error outside of every test, fails the run without failing a test.
  return exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function countOf(path: string): Count {
  try {
    const report: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const number = (key: string) => {
      const value = typeof report === 'object' && report !== null ? Reflect.get(report, key) : undefined;
      return typeof value === 'number' ? value : 0;
    };
    return {
      passed: number('numPassedTests'),
      failed: number('numFailedTests'),
      skipped: number('numPendingTests') + number('numTodoTests'),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** The environment in which the programs of node_modules are found, Node 24 among them. */
export function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
    NX_DAEMON: 'false',
  };
}
