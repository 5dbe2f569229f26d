import { stringify } from 'yaml';
import type { KubeObject } from '@ixn/kube-client';
import type { Instance } from '../cluster/instance.ts';
import { connectionRows } from '../connections/connection-rows.ts';
import { connectionTable } from '../connections/connection-table.ts';
import { instanceScreen } from '../status/instance-screen.ts';
import { version } from '../version.ts';
import type { Gathered } from './gather.ts';
import { redact } from './redact.ts';
import type { ReferencesRead } from './references.ts';
import { createScrubber } from './scrub.ts';
import type { BundleFile } from './tar.ts';

export interface BundleInput {
  readonly instance: Instance;
  readonly gathered: Gathered;
  readonly references: ReferencesRead;
  /** What the API server says of its version. */
  readonly serverVersion: unknown;
  readonly nowMs: number;
}

/** The files of a bundle, without any secret. */
export function bundleOf({ instance, gathered, references, serverVersion, nowMs }: BundleInput): readonly BundleFile[] {
  const { objects, pods, events } = gathered;
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  const problems = [...gathered.problems, ...references.problems];
  const files: readonly BundleFile[] = [
    { path: 'README.txt', text: readme(instance, nowMs) },
    { path: 'instance.yaml', text: toYaml([instance.object]) },
    { path: 'status.txt', text: instanceScreen(instance, nowMs) },
    { path: 'connections.txt', text: connectionTable(connectionRows(instance)) },
    ...kinds.map((kind) => ({
      path: `objects/${kind}.yaml`,
      text: toYaml(objects.filter((object) => object.kind === kind)),
    })),
    { path: 'pods.yaml', text: toYaml(pods) },
    { path: 'events.yaml', text: toYaml(events) },
    { path: 'references.txt', text: lines(references.lines) },
    { path: 'versions.yaml', text: stringify({ plugin: version, server: serverVersion }) },
    { path: 'problems.txt', text: lines(problems) },
  ];
  const scrub = createScrubber(references.values);
  return files.map(({ path, text }) => ({ path, text: scrub(text) }));
}

function readme({ namespace, name }: Instance, nowMs: number): string {
  return lines([
    `InteractionServer ${namespace}/${name}, as it was at ${new Date(nowMs).toISOString()}.`,
    '',
    'instance.yaml    the resource and its status; status.txt and connections.txt show the same for people',
    'objects          what it is made of, a file for each kind',
    'pods.yaml        its pods',
    'events.yaml      what happened to all of these',
    'references.txt   the Secrets and ConfigMaps that it names: whether they are there, and their keys',
    'versions.yaml    versions of the API server and of this program',
    'problems.txt     what could not be read; empty where everything could',
    '',
    'Values of Secrets are in none of these files, and what looks like a credential was taken out. Logs are not in them: look',
    'through those yourself before you send them.',
  ]);
}

function lines(list: readonly string[]): string {
  return list.map((line) => `${line}\n`).join('');
}

function toYaml(objects: readonly KubeObject[]): string {
  return objects.map((object) => stringify(redact(object), { lineWidth: 0 })).join('---\n');
}
