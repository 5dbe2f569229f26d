import { recordedStates } from '@ixn/golden-tests';
import {
  commandHelp,
  commands,
  connectionRows,
  connectionTable,
  exitCodes,
  instanceScreen,
  problemCodes,
} from '@ixn/kubectl-ixn';
import { fence, page, table, wrap } from './markdown.ts';

/** A minute after the recorded statuses were. */
const nowMs = Date.parse('2026-03-01T12:01:00Z');

/** docs/kubectl-plugin.md: how the command line is installed, what each command does, and what it shows. */
export function kubectlPluginPage(): string {
  return page('apps/kubectl-ixn', [
    '# kubectl ixn',
    wrap(
      'A command line for InteractionServers. It asks the API server with your own kubeconfig and rights, and does nothing ' +
        'that `kubectl` could not do: it reads the status and writes annotations.',
    ),
    '## Install',
    wrap(
      '`npm run build` makes two of it: `dist/kubectl-ixn.mjs`, one file for Node 20 or newer, and `dist/kubectl-ixn`, a program ' +
        'with a Node in it, for the platform that it was built on. Put the program, or a link to the file, on the PATH under the name `kubectl-ixn`; ' +
        'then `kubectl ixn` finds it.',
    ),
    '<!-- needs: time -->',
    fence('sh', ['npm run build', 'install -m 755 dist/kubectl-ixn ~/.local/bin/kubectl-ixn', 'kubectl ixn --version']),
    wrap(
      'Completion: `kubectl-ixn completion bash`, `zsh` or `fish` writes the script for a shell. For `kubectl ixn` itself, put a ' +
        'program `kubectl_complete-ixn` on the PATH, by which kubectl 1.26 and newer asks plugins:',
    ),
    '<!-- file: kubectl_complete-ixn -->',
    fence('sh', ['#!/bin/sh', 'exec kubectl-ixn __complete "$@"']),
    '## Commands',
    table(
      ['command', 'shows or does'],
      commands.map(({ name, summary }) => [`[${name}](#${name})`, summary]),
    ),
    '## What it shows',
    wrap(
      'An instance with a change that waits for a maintenance window, with `kubectl ixn status tenant-100 -n voice`:',
    ),
    fence('text', [screenOf('waiting-for-window')]),
    wrap('An instance whose database does not answer, with `kubectl ixn connections tenant-100 -n voice`:'),
    fence('text', [connectionTable(connectionRows({ status: recorded('dependency-failing').status }))]),
    wrap(
      'The same as `kubectl ixn map tenant-100 -n voice` shows it, of an instance whose Redis is away, on a light desktop and on a dark one:',
    ),
    '![The map: neighbours at both sides of the three workloads, an arrow for each connection](map-light.png)',
    '![The same in dark](map-dark.png)',
    wrap(
      'The page is served on 127.0.0.1 alone, under an address with a secret part, and answers no other site and no other ' +
        'user of the machine. All of it can be reached by the keyboard and read aloud; the table below the picture says the ' +
        'same. When the API server, or the program, is away, it says since when what it shows is old.',
    ),
    '## Exit status',
    table(
      ['status', 'means'],
      Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]),
    ),
    wrap(
      'What went wrong stands on standard error, as `error: CODE: message`. `kubectl ixn explain CODE` says more; codes of the API ' +
        'server are those of [errors](errors.md). These are the program’s own:',
    ),
    table(
      ['code', 'exit status', 'means', 'what to do'],
      Object.entries(problemCodes).map(([code, { exit, meaning, remedy }]) => {
        return [code, String(exitCodes[exit].code), meaning, remedy];
      }),
    ),
    ...commands.flatMap((command) => [`## ${command.name}`, fence('text', [commandHelp(command)])]),
  ]);
}

function screenOf(name: string): string {
  const resource = recorded(name);
  const { metadata, status } = resource;
  return instanceScreen({ name: 'tenant-100', namespace: metadata.namespace, object: resource, status }, nowMs);
}

function recorded(name: string) {
  const found = recordedStates.find((state) => state.name === name);
  if (found === undefined) throw new Error(`no status was recorded under the name ${name}`);
  return found.resource;
}
