import type { Workload } from './parties.ts';
import { portParameters } from './port-parameters.ts';
import type { Connection } from './rows.ts';

/** A port that Prometheus asks for metrics, because of a row. */
export interface ScrapeTarget {
  readonly row: number;
  readonly workload: Workload;
  readonly portName: 'default' | 'health';
}

/** What Prometheus scrapes, in the order of the row numbers. */
export function scrapeTargets(table: readonly Connection[]): readonly ScrapeTarget[] {
  return table
    .toSorted((a, b) => a.number - b.number)
    .flatMap((row) => {
      if (row.source !== 'prometheus' || !('parameter' in row.port)) return [];
      const parameter = portParameters[row.port.parameter];
      return 'servedBy' in parameter ? [{ row: row.number, ...parameter.servedBy }] : [];
    });
}
