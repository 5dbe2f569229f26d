import { commands } from './command-line/commands.ts';
import { commandHelp, programHelp } from './command-line/help.ts';
import { readCommandLine } from './command-line/read-command-line.ts';
import { complete } from './completion/complete.ts';
import { type Exit, exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { problemInWords } from './problems.ts';
import { version } from './version.ts';
import { showingVisibly } from './visible-text.ts';

/** What shells and kubectl ask when somebody presses Tab; no command of people's. */
const completeCommand = '__complete';

/** Runs one command line, given without the program's name; gives the exit status. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  return exitCodes[await runNamed(args, showingVisibly(io))].code;
}

async function runNamed(args: readonly string[], io: Io): Promise<Exit> {
  const [first, ...words] = args;
  if (first === completeCommand) {
    io.print(await complete(words, commands, io));
    return 'done';
  }
  const read = readCommandLine(args, commands);
  switch (read.kind) {
    case 'help':
      io.print(read.command ? commandHelp(read.command) : programHelp(commands));
      return 'done';
    case 'version':
      io.print(`kubectl-ixn ${version}\n`);
      return 'done';
    case 'invalid':
      io.complain(`${problemInWords(read.problem)}Try --help.\n`);
      return read.problem.exit;
    case 'call': {
      const action = await read.call.command.load();
      const result = await action(read.call, io);
      if (result.ok) return 'done';
      io.complain(problemInWords(result.problem));
      return result.problem.exit;
    }
  }
}
