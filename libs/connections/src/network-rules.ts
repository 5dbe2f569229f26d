import type { ConnectionContext } from './connection-context.ts';
import { outgoingEndpoints } from './outgoing-endpoints.ts';
import type { Party, Workload } from './parties.ts';
import { portParameters } from './port-parameters.ts';
import type { Connection } from './rows.ts';

/** Who may come in, on which port of a workload, because of which row. */
export interface IngressRule {
  readonly row: number;
  readonly from: Party;
  readonly portName: 'default' | 'health';
}

/** Where a workload goes, because of which row. */
export interface EgressRule {
  readonly row: number;
  readonly to: Party;
  /** The ports of the endpoints in the spec, ascending; empty where a Secret has them. */
  readonly ports: readonly number[];
  /** Whether Consul Connect carries the row: then the ports are those of its sidecars. */
  readonly throughMesh: boolean;
}

/** The rows that arrive at a workload, in the order of their numbers. */
export function ingressRules(workload: Workload, table: readonly Connection[]): readonly IngressRule[] {
  return inOrder(table).flatMap((row) => {
    if (row.destination !== workload || !('parameter' in row.port)) return [];
    const parameter = portParameters[row.port.parameter];
    return 'servedBy' in parameter
      ? [{ row: row.number, from: row.source, portName: parameter.servedBy.portName }]
      : [];
  });
}

/** The configured rows that a workload opens, in the order of their numbers. */
export function egressRules(
  workload: Workload,
  table: readonly Connection[],
  context: ConnectionContext,
): readonly EgressRule[] {
  return inOrder(table).flatMap((row) => {
    if (row.source !== workload) return [];
    const found = outgoingEndpoints(row, context);
    if (found.kind === 'notConfigured') return [];
    const endpoints = found.kind === 'endpoints' ? found.endpoints : [];
    const ports = [...new Set(endpoints.map((endpoint) => endpoint.port))].toSorted((a, b) => a - b);
    const throughMesh = context.connect && row.outgoing?.upstream !== undefined;
    return [{ row: row.number, to: row.destination, ports, throughMesh }];
  });
}

function inOrder(table: readonly Connection[]): readonly Connection[] {
  return table.toSorted((a, b) => a.number - b.number);
}
