import type { ImportedInstance } from './import-values.ts';
import type { ReportEntry } from './report.ts';

/** How many values came to which end. */
export interface ImportCounts {
  readonly mapped: number;
  readonly ignored: number;
  readonly notUnderstood: number;
  /** Values that are mapped with something in them that is still to be filled in. */
  readonly unresolved: number;
}

export function countsOf({ report }: Pick<ImportedInstance, 'report'>): ImportCounts {
  const count = (fate: ReportEntry['fate']) => report.filter((entry) => entry.fate === fate).length;
  return {
    mapped: count('mapped'),
    ignored: count('ignored'),
    notUnderstood: count('notUnderstood'),
    unresolved: report.filter(({ unresolved }) => unresolved !== undefined).length,
  };
}

/** The report for people: what needs a hand first, and everything else after it. */
export function reportInWords(imported: Omit<ImportedInstance, 'resource'>): string {
  const { report, assumed, violations, secrets } = imported;
  const of = (fate: ReportEntry['fate']) => report.filter((entry) => entry.fate === fate);
  const reasons = (entry: ReportEntry) => `${placeOf(entry)}: ${entry.because ?? ''}`;
  const { mapped, ignored, notUnderstood, unresolved } = countsOf(imported);
  const sections = [
    titled('Not understood:', of('notUnderstood').map(reasons)),
    titled('Still to be filled in:', report.flatMap(unresolvedWords)),
    titled(
      'Rules that the resource breaks:',
      violations.map(({ path, message }) => `${path}: ${message}`),
    ),
    titled(
      'Secrets to fill in, or to leave out where somebody else than the chart has made them:',
      secrets.map(({ metadata, stringData }) => `${metadata.name}: ${Object.keys(stringData).join(', ')}`),
    ),
    titled(
      'Assumed, as no value says it:',
      assumed.map(({ path, value }) => `${path}: ${value}`),
    ),
    titled('Ignored:', [...of('ignored').map(reasons), ...report.flatMap(wordsWithin)]),
    titled(
      'Mapped:',
      of('mapped').map((entry) => `${placeOf(entry)} -> ${(entry.to ?? []).join(', ')}`),
    ),
    [
      `${report.length} values: ${mapped} mapped (${unresolved} still to be filled in), ${ignored} ignored, ${notUnderstood} not understood.`,
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function placeOf({ file, path }: ReportEntry): string {
  return `${file}: ${path}`;
}

function wordsWithin({ file, ignoredWithin = [] }: ReportEntry): readonly string[] {
  return ignoredWithin.map(({ path, because }) => `${file}: ${path}: ${because}`);
}

function unresolvedWords(entry: ReportEntry): readonly string[] {
  return entry.unresolved === undefined ? [] : [`${placeOf(entry)}: ${entry.unresolved.join(', ')}`];
}
