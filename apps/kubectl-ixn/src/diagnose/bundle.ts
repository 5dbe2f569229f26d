import { stringify } from 'yaml';
import type { Instance } from '../cluster/instance.ts';
import { connectionRows } from '../connections/connection-rows.ts';
import { connectionTable } from '../connections/connection-table.ts';
import { instanceScreen } from '../status/instance-screen.ts';
import { version } from '../version.ts';
import type { Gathered } from './gather.ts';
import type { LogsRead } from './logs.ts';
import { redactedYaml } from './redact.ts';
import { redactLog } from './redact-log.ts';
import type { ReferencesRead } from './references.ts';
import { createScrubber } from './scrub.ts';
import type { BundleFile } from './tar.ts';
import type { Wanted } from './wanted.ts';

export interface BundleInput {
  readonly instance: Instance;
  readonly gathered: Gathered;
  readonly references: ReferencesRead;
  readonly wanted: Wanted;
  readonly logs: LogsRead;
  /** What the API server says of its version. */
  readonly serverVersion: unknown;
  readonly nowMs: number;
}

/** The files of a bundle, without any secret. */
export function bundleOf(input: BundleInput): readonly BundleFile[] {
  const { instance, gathered, references, wanted, logs, serverVersion, nowMs } = input;
  const { objects, pods, events } = gathered;
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  const problems = problemsOf(input);
  const files: readonly BundleFile[] = [
    { path: 'README.txt', text: readme(instance, nowMs) },
    { path: 'instance.yaml', text: redactedYaml([instance.object]) },
    { path: 'status.txt', text: redactLog(instanceScreen(instance, nowMs)) },
    { path: 'connections.txt', text: redactLog(connectionTable(connectionRows(instance))) },
    ...kinds.map((kind) => ({
      path: `objects/${kind}.yaml`,
      text: redactedYaml(objects.filter((object) => object.kind === kind)),
    })),
    { path: 'pods.yaml', text: redactedYaml(pods) },
    { path: 'events.yaml', text: redactedYaml(events) },
    ...wanted.files,
    ...logs.files,
    { path: 'references.txt', text: lines(references.lines) },
    { path: 'versions.yaml', text: stringify({ plugin: version, server: serverVersion }) },
    { path: 'problems.txt', text: redactLog(lines(problems)) },
  ];
  const scrub = createScrubber(references.values);
  return files.map(({ path, text }) => ({ path, text: scrub(text) }));
}

/** What of all this could not be read. */
export function problemsOf({ gathered, references, wanted, logs }: BundleInput): readonly string[] {
  return [gathered, references, wanted, logs].flatMap(({ problems }) => problems);
}

function readme({ namespace, name }: Instance, nowMs: number): string {
  return lines([
    `InteractionServer ${namespace}/${name}, as it was at ${new Date(nowMs).toISOString()}.`,
    '',
    'instance.yaml    the resource and its status; status.txt and connections.txt show the same for people',
    'objects          what it is made of, a file for each kind',
    'pods.yaml        its pods',
    'events.yaml      what happened to all of these',
    'manifests.yaml   what it should be made of, as this program has it',
    'plan.txt         what would be done now to have it so',
    'logs             the ends of the logs of its pods, and of what the operator says of it',
    'references.txt   the Secrets and ConfigMaps that it names: whether they are there, and their keys',
    'versions.yaml    versions of the API server and of this program',
    'problems.txt     what could not be read; empty where everything could',
    '',
    'What the Secrets hold that it names now is in none of these files, and what looks like a credential was taken out. Logs may',
    'hold what nobody can recognise, such as a password of last year: look through them before you send them.',
  ]);
}

function lines(list: readonly string[]): string {
  return list.map((line) => `${line}\n`).join('');
}
