import { hostname } from 'node:os';
import { readCommandLine } from './command-line.ts';
import { errorCode } from './error-code.ts';
import { logToStdout } from './log.ts';
import { mountedFiles } from './mounted-files.ts';
import { run } from './run.ts';

// The container's entry point. Ends with 0, with 1 when what was asked for could not be done, with 2 when it was asked wrongly.
const read = readCommandLine(process.argv.slice(2));
switch (read.kind) {
  case 'help':
    process.stdout.write(read.text);
    break;
  case 'invalid':
    process.stderr.write(`${read.problem}\nTry --help.\n`);
    process.exitCode = 2;
    break;
  case 'command': {
    const stop = new AbortController();
    // Kafka's client throws outside of any call when a broker hangs up during a login; the session is opened anew all the same.
    process.on('uncaughtException', (error) => logToStdout({ event: 'uncaught', error: errorCode(error) }));
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
    try {
      const surroundings = { environment: process.env, readFolder: mountedFiles('/') };
      process.exitCode = await run(read.command, { surroundings, hostname: hostname(), log: logToStdout }, stop.signal);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
    break;
  }
}
