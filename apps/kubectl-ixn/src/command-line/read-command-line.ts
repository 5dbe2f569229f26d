import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Problem, problem } from '../problems.ts';
import type { Call, Command } from './command.ts';
import { clusterOptions, helpOption } from './options.ts';

export type CommandLine =
  | { readonly kind: 'call'; readonly call: Call }
  /** Of one command, or of the program. */
  | { readonly kind: 'help'; readonly command: Command | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'invalid'; readonly problem: Problem };

/** Reads the arguments after the program's name. */
export function readCommandLine(args: readonly string[], commands: readonly Command[]): CommandLine {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') return { kind: 'help', command: undefined };
  if (name === '--version') return { kind: 'version' };
  const named = (word: string | undefined) => commands.find((command) => command.name === word);
  if (name === 'help') return { kind: 'help', command: named(rest[0]) };
  const command = named(name);
  if (command === undefined) {
    const known = commands.map((one) => one.name).join(', ');
    return invalid(
      name.startsWith('-')
        ? `the command comes first, before ${name}`
        : `there is no command ${name}: there are ${known}`,
    );
  }
  return readCall(command, rest);
}

function readCall(command: Command, args: readonly string[]): CommandLine {
  const options = [...command.options, ...(command.asksCluster ? clusterOptions : []), helpOption];
  const config: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    options.map(({ name, short, value }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', multiple: true, ...(short !== undefined && { short }) },
    ]),
  );
  let parsed: { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] };
  try {
    parsed = parseArgs({ args: [...args], options: config, allowPositionals: true });
  } catch (error) {
    return invalid(`${command.name}: ${error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)}`);
  }
  const texts = (name: string): readonly string[] => listOf(parsed.values[name]).map(String);
  if (texts('help').length > 0) return { kind: 'help', command };
  const wrong = problemWith(command, texts, parsed.positionals);
  if (wrong !== undefined) return invalid(`${command.name}: ${wrong}`);
  return {
    kind: 'call',
    call: {
      command,
      positional: command.positional?.words ? wordsOf(parsed.positionals) : parsed.positionals[0],
      text: (name) => texts(name)[0],
      texts,
      has: (name) => texts(name).length > 0,
    },
  };
}

function problemWith(
  { positional, options }: Command,
  texts: (name: string) => readonly string[],
  positionals: readonly string[],
): string | undefined {
  const [first, second] = positionals;
  if (first !== undefined && positional === undefined) return `it takes no argument ${first}`;
  if (second !== undefined && !positional?.words) return `it takes one argument, and ${second} is another`;
  if (first === undefined && positional?.required) return `it needs ${positional.name}: ${positional.help}`;
  if (first !== undefined && positional?.choices?.includes(first) === false) {
    return `${positional.name} must be one of ${positional.choices.join(', ')}`;
  }
  for (const { name, short, choices, multiple, required, value } of [...options, ...clusterOptions]) {
    const given = texts(name);
    if (required && given.length === 0) return `it needs -${short ?? ''} ${value ?? ''}`;
    if (given.length > 1 && multiple !== true && value !== undefined) return `--${name} is given more than once`;
    const strange = given.find((text) => choices?.includes(text) === false);
    if (strange !== undefined) return `--${name} must be one of ${(choices ?? []).join(', ')}`;
  }
  return undefined;
}

function wordsOf(positionals: readonly string[]): string | undefined {
  return positionals.length === 0 ? undefined : positionals.join(' ');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function invalid(message: string): CommandLine {
  return { kind: 'invalid', problem: problem('UsageInvalid', message) };
}
