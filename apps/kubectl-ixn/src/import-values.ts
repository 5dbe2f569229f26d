import { countsOf, importValues as importFiles, reportInWords, type ValuesFile } from '@ixn/import-values';
import { stringify } from 'yaml';
import type { Action } from './command-line/command.ts';
import { done, notDone, problem } from './problems.ts';
import { readFileText, writeNewFile } from './read-resources.ts';

/** Writes an InteractionServer from values of the vendor's chart. */
export const importValues: Action = async (call, io) => {
  const files: ValuesFile[] = [];
  for (const name of call.texts('values')) {
    const text = await readFileText(name, io);
    if (!text.ok) return notDone(text.problem);
    files.push({ name, text: text.value });
  }
  const [name, namespace, reportPath] = ['name', 'namespace', 'report'].map((option) => call.text(option));
  const imported = importFiles({
    files,
    environment: io.environment,
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
  });
  if (!imported.ok) {
    const words = imported.problems.map(({ file, message }) => `${file}: ${message}`).join('; ');
    return notDone(problem('FileInvalid', words));
  }
  const { resource, ...rest } = imported.value;
  if (reportPath === undefined) io.complain(reportInWords(rest));
  else {
    const { report, assumed, violations } = rest;
    const written = await writeNewFile(reportPath, `${JSON.stringify({ report, assumed, violations }, null, 2)}\n`, io);
    if (!written.ok) return notDone(written.problem);
  }
  io.print([resource, ...rest.secrets].map(toYaml).join('---\n'));
  const { notUnderstood, unresolved } = countsOf(imported.value);
  if (rest.violations.length > 0) return notDone(problem('ImportIncomplete', 'the resource breaks rules'));
  if (!call.has('strict') || notUnderstood + unresolved === 0) return done;
  return notDone(
    problem('ImportIncomplete', `${notUnderstood} values are not understood, ${unresolved} are still to be filled in`),
  );
};

/** kubectl reads YAML 1.1, in which a plain Off is false. */
function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0 });
}
