import { onNpmGone } from '@ixn/control-plane';
import { findMissing, type Tool } from '../../../tools/prerequisites.ts';
import { createSteps } from '../../../tools/steps.ts';
import { type Count, countLine } from '../../../tools/test-report.ts';
import { currentContextIsKind } from './provide-cluster.ts';
import { type Options, readOptions } from './options.ts';
import { runE2e } from './run-e2e.ts';

// npm run e2e: see README.md.
const read = readOptions(process.argv.slice(2));
switch (read.kind) {
  case 'help':
    process.stdout.write(read.text);
    break;
  case 'invalid':
    console.error(`${read.problem}\nTry npm run e2e -- --help`);
    process.exitCode = 2;
    break;
  case 'options': {
    const count = await main(read.options);
    console.log(`\n${countLine(count)}`);
    if (count.failed > 0 || count.passed === 0) process.exitCode = 1;
  }
}

async function main(options: Options): Promise<Count> {
  const failed: Count = { passed: 0, failed: 1, skipped: 0 };
  const missing = await findMissing(await toolsFor(options), process.env);
  if (missing.length > 0) {
    console.error(`npm run e2e cannot start:\n${missing.map((problem) => `  ${problem}`).join('\n')}`);
    return failed;
  }
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
  onNpmGone(interrupt);
  const print = (text: string) => console.log(text);
  try {
    return await runE2e({ options, steps: createSteps(print, () => performance.now()), print }, interrupted.signal);
  } catch (error) {
    const why = interrupted.signal.aborted ? 'it was interrupted' : error instanceof Error ? error.message : error;
    console.error(`\nnpm run e2e ended early: ${String(why)}`);
    return failed;
  }
}

async function toolsFor({ useCurrentContext }: Options): Promise<readonly Tool[]> {
  if (!useCurrentContext || (await currentContextIsKind())) return ['docker', 'buildx', 'kind', 'kubectl', 'helm'];
  return ['docker', 'buildx', 'kubectl', 'helm'];
}
