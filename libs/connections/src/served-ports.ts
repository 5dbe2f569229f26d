import type { Workload } from './parties.ts';
import { isPortParameter, type PortParameter, portParameters } from './port-parameters.ts';
import type { Connection } from './rows.ts';

/** A port that a workload listens on, and the rows that arrive there. */
export interface ServedPort {
  readonly name: 'default' | 'health';
  readonly parameter: PortParameter;
  /** The numbers of the rows that arrive on the port, ascending; empty for a port of the workload's own. */
  readonly rows: readonly number[];
}

/** The ports that a workload serves, `default` before `health`, each with the rows of `table` that arrive there. */
export function servedPorts(workload: Workload, table: readonly Connection[]): readonly ServedPort[] {
  return Object.keys(portParameters)
    .filter(isPortParameter)
    .flatMap((parameter) => {
      const port = portParameters[parameter];
      if (!('servedBy' in port) || port.servedBy.workload !== workload) return [];
      const rows = table.filter((row) => 'parameter' in row.port && row.port.parameter === parameter);
      return [{ name: port.servedBy.portName, parameter, rows: rows.map((row) => row.number) }];
    });
}
