import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Count, environment, readReport, reportTo } from '../../../tools/test-report.ts';
import { type ClusterFacts, factsVariable } from './cluster-facts.ts';
import { leftOutOn } from './left-out.ts';

/** Runs the test files with the cluster's facts handed in. */
export async function runTests(
  facts: ClusterFacts,
  { folder, filters }: { readonly folder: string; readonly filters: readonly string[] },
  signal: AbortSignal,
): Promise<Count> {
  const factsPath = join(folder, 'facts.json');
  const report = join(folder, 'report.json');
  writeFileSync(factsPath, JSON.stringify(facts));
  const config = resolve(import.meta.dirname, '../vitest.config.ts');
  const excluded = leftOutOn(facts).flatMap(({ file }) => ['--exclude', file]);
  const args = ['run', '--config', config, ...reportTo(report), ...excluded, ...filters];
  const child = spawn('vitest', args, {
    env: { ...environment(), [factsVariable]: factsPath },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const exitCode = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return readReport(report, exitCode);
}
