import type { Command, Option } from '../command-line/command.ts';
import { clusterOptions, helpOption } from '../command-line/options.ts';
import type { Io } from '../io.ts';

/** Directives of the protocol that kubectl and its shell scripts share with plugins. */
const directives = { files: ':0', nothingElse: ':4' } as const;

/**
 * What may come in the place of the last word: a line each, then the directive that tells the shell whether files may, too.
 * The words are those after the program's name; the last one may be empty.
 */
export async function complete(words: readonly string[], commands: readonly Command[], io: Io): Promise<string> {
  const last = words.at(-1) ?? '';
  const [name] = words;
  if (words.length <= 1)
    return answer(
      commands.map((command) => command.name),
      last,
    );
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return answer([], last);
  const options = [...command.options, ...(command.asksCluster ? clusterOptions : []), helpOption];
  const before = options.find((option) => spellings(option).includes(words.at(-2) ?? ''));
  if (before?.value !== undefined) {
    return before.choices === undefined ? `${directives.files}\n` : answer(before.choices, last);
  }
  if (last.startsWith('-'))
    return answer(
      options.map((option) => `--${option.name}`),
      last,
    );
  return answer(await candidates(command, words, io), last);
}

function spellings({ name, short }: Option): readonly string[] {
  return [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
}

async function candidates({ positional }: Command, words: readonly string[], io: Io): Promise<readonly string[]> {
  if (positional?.choices !== undefined) return positional.choices;
  switch (positional?.completes) {
    case 'codes':
      return (await import('../explain/catalogue.ts')).catalogue().map(({ code }) => code);
    case 'instances':
      return (await import('./instance-names.ts')).instanceNames(words, io);
    case undefined:
      return [];
  }
}

function answer(choices: readonly string[], begun: string): string {
  const fitting = [...new Set(choices)].filter((choice) => choice.startsWith(begun));
  return [...fitting, directives.nothingElse, ''].join('\n');
}
