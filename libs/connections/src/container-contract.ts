import { containerPaths } from './container-paths.ts';
import { type Workload, workloads } from './parties.ts';
import type { Connection } from './rows.ts';
import { servedPorts } from './served-ports.ts';
import type { ContractSource } from './wiring-types.ts';

/** One thing that a container of ours finds or must offer. */
export interface ContractLine {
  readonly workload: Workload;
  readonly kind: 'environment' | 'file' | 'port' | 'path';
  /** Name of the variable, path of the folder, name of the port, or HTTP path. */
  readonly name: string;
  readonly description: string;
  /** The rows that it is there for; empty where it is for none. */
  readonly rows: readonly number[];
  readonly source: ContractSource;
}

/** What a workload's image is told and must offer because of the rows, workload by workload. */
export function containerContract(table: readonly Connection[]): readonly ContractLine[] {
  return workloads.flatMap((workload) => [
    ...merged(workload, table),
    ...servedPorts(workload, table).map((port): ContractLine => {
      const description = port.name === 'health' ? 'answers health and metrics' : 'what the workload is there for';
      return { workload, kind: 'port', name: port.name, description, rows: port.rows, source: 'vendor' };
    }),
    ...Object.entries(containerPaths).map(([name, path]): ContractLine => {
      const description = `on the health port: ${name === 'health' ? '200 when healthy' : 'metrics for Prometheus'}`;
      return { workload, kind: 'path', name: path, description, rows: [], source: 'ours' };
    }),
  ]);
}

/** Variables and files of the outgoing rows; one that several rows need stands once, with all of them. */
function merged(workload: Workload, table: readonly Connection[]): readonly ContractLine[] {
  const lines = new Map<string, ContractLine>();
  for (const { number, source, outgoing } of table.toSorted((a, b) => a.number - b.number)) {
    if (source !== workload || outgoing === undefined) continue;
    const found = [
      ...outgoing.environment.map((variable) => ({ ...variable, kind: 'environment' as const })),
      ...outgoing.files.map((file) => ({ ...file, name: file.mountPath, kind: 'file' as const })),
    ];
    for (const { kind, name, description, source: said } of found) {
      const rows = [...(lines.get(name)?.rows ?? []), number];
      lines.set(name, { workload, kind, name, description, rows, source: said });
    }
  }
  return [...lines.values()];
}
