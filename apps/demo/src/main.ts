import { parseArgs } from 'node:util';
import { onNpmGone } from '@ixn/control-plane';
import { runDemo } from './demo.ts';
import { createSteps } from '../../../tools/steps.ts';

// npm start: see README.md. `-- --once` ends as soon as the sample is Ready.
const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
onNpmGone(() => stop.abort());

try {
  const steps = createSteps(
    (line) => console.log(line),
    () => performance.now(),
  );
  await runDemo({ steps, once: values.once, print: (text) => console.log(text) }, stop.signal);
} catch (error) {
  if (!stop.signal.aborted) {
    console.error(`\nnpm start failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
// A run that was interrupted before the sample was Ready has not shown it.
if (values.once && stop.signal.aborted) process.exitCode = 130;
