import { parties } from './parties.ts';
import { type PortParameter, portParameters } from './port-parameters.ts';
import type { Connection } from './rows.ts';

/** One line of the documentation's table, cell by cell. */
export interface TableLine {
  readonly number: string;
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly port: string;
  readonly classification: string;
  readonly travels: string;
  /** Path below `spec` of what a user sets: the port that is served, or the settings of an outgoing row. */
  readonly parameter: string;
  /** The vendor's Helm path for the same. */
  readonly helmPath: string;
}

/** The rows as the documentation shows them, in the order of their numbers. */
export function connectionsTable(table: readonly Connection[]): readonly TableLine[] {
  return table
    .toSorted((a, b) => a.number - b.number)
    .map((row) => ({
      number: String(row.number),
      source: parties[row.source].label,
      destination: parties[row.destination].label,
      protocol: row.protocol,
      port: 'parameter' in row.port ? String(portParameters[row.port.parameter].defaultPort) : `from ${row.port.from}`,
      classification: row.classification,
      travels: row.travels,
      parameter: row.outgoing?.settings ?? ('parameter' in row.port ? row.port.parameter : ''),
      helmPath: row.outgoing?.helmPath ?? ('parameter' in row.port ? helmPathOf(row.port.parameter) : ''),
    }));
}

function helmPathOf(parameter: PortParameter): string {
  const found = portParameters[parameter];
  return 'helmPath' in found ? found.helmPath : '';
}
