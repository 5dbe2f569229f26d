import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Count, environment, readReport, reportTo } from '../../../tools/test-report.ts';
import { type ClusterFacts, factsVariable } from './cluster-facts.ts';

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
  const args = ['run', '--config', config, ...reportTo(report), ...leftOut(facts), ...filters];
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

/** Only the nodes of a kind cluster are known to reach what listens on this machine. */
function leftOut({ kindName }: ClusterFacts): readonly string[] {
  return kindName === null ? ['wired', 'migrate'].flatMap((name) => ['--exclude', `tests/${name}.test.ts`]) : [];
}
