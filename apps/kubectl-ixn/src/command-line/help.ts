import { exitCodes } from '../exit-codes.ts';
import type { Command, Option } from './command.ts';
import { clusterOptions, helpOption } from './options.ts';

/** Everything about the program: its commands, what holds for all of them, and what the exit status says. */
export function programHelp(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  return [
    'Looks after InteractionServers from the command line.',
    '',
    'Usage:',
    '  kubectl ixn COMMAND [OPTIONS]',
    '  kubectl-ixn COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...aligned(rows),
    '',
    'Options:',
    ...aligned([optionRow(helpOption), ['    --version', 'show the version']]),
    '',
    'Options of commands that ask a cluster:',
    ...aligned(clusterOptions.map(optionRow)),
    '',
    ...exitLines,
    '',
    'kubectl ixn COMMAND --help has more on each.',
    '',
  ].join('\n');
}

/** Everything about one command. */
export function commandHelp(command: Command): string {
  const { positional, options, asksCluster, details, examples } = command;
  const all = [...options, ...(asksCluster ? clusterOptions : []), helpOption];
  return [
    ...wrapped(details, 100),
    '',
    'Usage:',
    `  kubectl ixn ${usage(command)}`,
    '',
    ...(positional ? ['Arguments:', ...aligned([[positional.name, positional.help]]), ''] : []),
    'Options:',
    ...aligned(all.map(optionRow)),
    '',
    'Examples:',
    ...examples.flatMap(([line, does]) => [`  # ${does}`, `  kubectl ixn ${line}`]),
    '',
    ...exitLines,
    '',
  ].join('\n');
}

const exitLines = [
  'Exit status:',
  ...aligned(Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning] as const)),
];

function usage({ name, positional, options }: Command): string {
  const argument = positional && (positional.required ? positional.name : `[${positional.name}]`);
  const needed = options.filter(({ required }) => required).map(({ short, value }) => `-${short ?? ''} ${value ?? ''}`);
  return [name, ...(argument ? [argument] : []), ...needed, '[OPTIONS]'].join(' ');
}

function optionRow({ name, short, value, help }: Option): readonly [string, string] {
  return [`${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`, help];
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
