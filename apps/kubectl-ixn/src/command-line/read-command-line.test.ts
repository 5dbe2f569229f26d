import { describe, expect, it } from 'vitest';
import { commands } from './commands.ts';
import { commandHelp, programHelp } from './help.ts';
import { clusterOptions } from './options.ts';
import { readCommandLine } from './read-command-line.ts';

describe('a command line', () => {
  it.each([
    ['a command that is none', ['stats'], 'there is no command stats'],
    ['an option before the command', ['-n', 'voice', 'status'], 'the command comes first'],
    ['an option that is none', ['status', '--colour'], "status: Unknown option '--colour'"],
    ['an option without its value', ['status', '-n'], "status: Option '-n, --namespace <value>' argument missing"],
    [
      'a value that is none of the choices',
      ['connections', '-o', 'xml'],
      '--output must be one of table, json, mermaid',
    ],
    ['an argument too many', ['status', 'a', 'b'], 'it takes one argument, and b is another'],
    ['an argument where there is none', ['render', 'a', '-f', 'b'], 'it takes no argument a'],
    ['an option that is needed', ['plan'], 'plan: it needs -f FILE'],
    ['an argument that is needed', ['completion'], 'it needs SHELL'],
    ['an argument that is none of the choices', ['completion', 'ksh'], 'SHELL must be one of bash, zsh, fish'],
    ['an option twice that stands once', ['status', '-n', 'a', '-n', 'b'], '--namespace is given more than once'],
  ])('is refused for %s', (_, args, message) => {
    const read = readCommandLine(args, commands);
    expect(read).toMatchObject({ kind: 'invalid', problem: { code: 'UsageInvalid' } });
    expect(read.kind === 'invalid' && read.problem.message).toContain(message);
  });

  it('gives the values of its options, one or all of them', () => {
    const read = readCommandLine(['plan', '-f', 'a', '--filename=b', '-n', 'voice'], commands);
    if (read.kind !== 'call') throw new Error(read.kind);
    const { texts, text, has } = read.call;
    expect([texts('filename'), text('namespace'), has('output')]).toEqual([['a', 'b'], 'voice', false]);
  });

  it.each([[], ['--help'], ['-h'], ['help'], ['help', 'plan'], ['plan', '--help'], ['plan', '-h']])(
    'asks for help: %j',
    (...args) => {
      expect(readCommandLine(args, commands)).toMatchObject({ kind: 'help' });
    },
  );
});

describe('the help', () => {
  it('has every command on its first page', () => {
    for (const { name, summary } of commands)
      expect(programHelp(commands)).toMatch(new RegExp(`  ${name} +${summary}`));
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    'of %s has its options, examples that can be read, and the exit status',
    (_, command) => {
      const help = commandHelp(command);
      const options = [...command.options, ...(command.asksCluster ? clusterOptions : [])];
      for (const { name, help: words } of options) {
        expect(help.split('\n').some((line) => line.includes(`--${name}`) && line.endsWith(words))).toBe(true);
      }
      expect(help).toContain('Exit status:');
      for (const [line] of command.examples) {
        const args = line.replace(/ >.*/, '').split(' ');
        expect(readCommandLine(args, commands)).toMatchObject({ kind: 'call', call: { command } });
      }
    },
  );
});
