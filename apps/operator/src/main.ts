import { createLogger } from '@ixn/telemetry';
import { KubeConfig } from '@kubernetes/client-node';
import { readConfiguration } from './configuration.ts';
import { runOperator } from './operator.ts';

const [subcommand] = process.argv.slice(2);
if (subcommand === 'provision') {
  // What the Jobs run that provision databases; the operator itself never loads it.
  const { runProvision } = await import('./provision/main.ts');
  process.exitCode = await runProvision(process.env);
} else {
  await runFromCommandLine();
}

/** npm run operator, and the container's entry point: the operator against the current kubeconfig context. */
async function runFromCommandLine(): Promise<void> {
  const read = readConfiguration(process.argv.slice(2), process.env);
  switch (read.kind) {
    case 'help':
      process.stdout.write(read.text);
      break;
    case 'invalid':
      process.stderr.write(`${read.problems.join('\n')}\nTry --help.\n`);
      process.exitCode = 2;
      break;
    case 'configuration': {
      const { configuration } = read;
      const log = createLogger({ level: configuration.logLevel });
      const stop = new AbortController();
      for (const name of ['SIGINT', 'SIGTERM'] as const) {
        process.once(name, () => {
          log.info({ signal: name }, 'stopping');
          stop.abort();
        });
      }
      try {
        const kubeConfig = new KubeConfig();
        kubeConfig.loadFromDefault();
        if (configuration.context !== undefined) kubeConfig.setCurrentContext(configuration.context);
        await runOperator({ configuration, kubeConfig, log }, stop.signal);
      } catch (error) {
        log.error({ err: error }, 'the operator could not start');
        process.exitCode = 1;
      }
      break;
    }
  }
}
