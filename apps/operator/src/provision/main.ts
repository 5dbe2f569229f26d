import { writeFile } from 'node:fs/promises';
import { type OnStep, provision } from './provision.ts';
import { provisionFailed, type ProvisionOutcome } from './provision-outcome.ts';
import { type ProvisionSettings, readProvisionSettings } from './provision-settings.ts';

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
    'kind' in settings ? settings : await provisionOrSay(settings, (step) => log('info', { msg: step }));
  const { level, words } = inWords(outcome);
  log(level, { msg: words });
  await writeFile(environment['TERMINATION_LOG'] ?? lastWordsPath, words).catch(() => undefined);
  return outcome.kind === 'done' ? 0 : 1;
}

/** Provisions; what nobody foresaw becomes a failure, too, of which no more is told than its name and code. */
async function provisionOrSay(settings: ProvisionSettings, onStep: OnStep): Promise<ProvisionOutcome> {
  const { promise: uncaught, reject } = Promise.withResolvers<never>();
  // The client reads what a server sends in a handler of its socket, where nobody can catch what it throws.
  process.once('uncaughtException', reject);
  try {
    return await Promise.race([provision(settings, onStep), uncaught]);
  } catch (error) {
    const { host, port } = settings;
    const message = `${host}:${port} answers in a way that is not understood (${nameAndCode(error)})`;
    return provisionFailed('DatabaseServerFailed', message);
  } finally {
    process.removeListener('uncaughtException', reject);
  }
}

/** The message is left out: it may have in it what the server said, such as a user name. */
function nameAndCode(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { name } = error;
  return 'code' in error && typeof error.code === 'string' ? `${name} ${error.code}` : name;
}

function inWords(outcome: ProvisionOutcome): { readonly level: 'info' | 'error'; readonly words: string } {
  if (outcome.kind === 'failed') return { level: 'error', words: `${outcome.code}: ${outcome.message}` };
  const { steps } = outcome;
  return { level: 'info', words: `Provisioned: ${steps.length === 0 ? 'all was as it should be' : steps.join(', ')}` };
}
