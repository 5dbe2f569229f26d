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
  // A number alone is one of a row, by which users know them.
  const wanted = (/^[0-9]+$/.test(code) ? `row ${code}` : code).toLowerCase();
  const found = all.filter((entry) => entry.code.toLowerCase() === wanted);
  if (found.length === 0) return notDone(problem('CodeUnknown', `there is no ${code}`));
  const words = found.map(
    ({ code: name, kind, meaning, more }) =>
      `${name}: ${kind}\n\n${[meaning, ...more].map((line) => `  ${line}\n`).join('')}`,
  );
  io.print(words.join('\n'));
  return done;
};
