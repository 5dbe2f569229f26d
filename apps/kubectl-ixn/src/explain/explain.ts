import type { Action } from '../command-line/command.ts';
import { done, notDone, problem } from '../problems.ts';
import { columns } from '../table.ts';
import { catalogue } from './catalogue.ts';

/** Explains a code, or lists all. */
export const explain: Action = async (call, io) => {
  const all = catalogue();
  const code = call.positional;
  if (code === undefined) {
    io.print(columns([['CODE', 'WHAT IT IS'], ...all.map((entry) => [entry.code, entry.kind])]));
    return done;
  }
  const found = all.filter((entry) => entry.code.toLowerCase() === code.toLowerCase());
  if (found.length === 0) return notDone(problem('CodeUnknown', `there is no ${code}`));
  const words = found.map(
    ({ code: name, kind, meaning, remedy }) => `${name}: ${kind}\n\n  ${meaning}\n  What to do: ${remedy}\n`,
  );
  io.print(words.join('\n'));
  return done;
};
