import { writeFile } from 'node:fs/promises';
import { provision } from './provision.ts';
import type { ProvisionOutcome } from './provision-outcome.ts';
import { readProvisionSettings } from './provision-settings.ts';

export { provision };

/** What the bundle of this program offers to whoever imports it: tests, and the operator's own `provision`. */
export interface ProvisionProgram {
  readonly provision: typeof provision;
  readonly runProvision: typeof runProvision;
}

/** Where Kubernetes reads the last words of a container. */
const lastWordsPath = '/dev/termination-log';

/**
 * `operator provision`: provisions the database that the environment names, and tells the outcome in the log, in the exit
 * status and, for whoever made the Job, as the container's last words.
 */
export async function runProvision(environment: Readonly<Record<string, string | undefined>>): Promise<number> {
  const log = (level: 'info' | 'error', fields: object) =>
    void process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...fields })}\n`);
  const settings = await readProvisionSettings(environment);
  const outcome: ProvisionOutcome =
    'kind' in settings ? settings : await provision(settings, (step) => log('info', { msg: step }));
  const { level, words } = inWords(outcome);
  log(level, { msg: words });
  await writeFile(environment['TERMINATION_LOG'] ?? lastWordsPath, words).catch(() => undefined);
  return outcome.kind === 'done' ? 0 : 1;
}

function inWords(outcome: ProvisionOutcome): { readonly level: 'info' | 'error'; readonly words: string } {
  if (outcome.kind === 'failed') return { level: 'error', words: `${outcome.code}: ${outcome.message}` };
  const { steps } = outcome;
  return { level: 'info', words: `Provisioned: ${steps.length === 0 ? 'all was as it should be' : steps.join(', ')}` };
}
