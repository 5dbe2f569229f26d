import type { Connection, Workload } from '@ixn/connections';
import type { Dependency } from './dependency.ts';
import { readDependencies } from './read-dependencies.ts';
import type { Surroundings } from './row-reader.ts';
import { portNumber } from './whole-number.ts';

/** An outgoing row of a role, and what it leads to. */
export interface OutgoingRow {
  readonly number: number;
  readonly destination: Connection['destination'];
  /** Empty where the row is not configured. */
  readonly dependencies: readonly Dependency[];
}

/** All that a server of a role is told: who it is, where it listens and what it connects to. */
export interface ServerSettings {
  readonly role: Workload;
  readonly tenantId: string;
  readonly tenantSid: string;
  readonly defaultPort: number;
  readonly healthPort: number;
  /** In the order of the numbers. */
  readonly rows: readonly OutgoingRow[];
}

export type SettingsResult =
  | { readonly kind: 'settings'; readonly settings: ServerSettings }
  /** Every problem at once. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/**
 * Reads what the operator renders for a workload of this role. Variables and files of the rows are found in `table`.
 * It is read once, at the start: a Secret that changes is seen by the next process.
 */
export function readServerSettings(
  role: Workload,
  table: readonly Connection[],
  surroundings: Surroundings,
): SettingsResult {
  const problems: string[] = [];
  const text = (name: string) => {
    const value = surroundings.environment[name] ?? '';
    if (value === '') problems.push(`${name} is missing`);
    return value;
  };
  const port = (name: string) => {
    const value = text(name);
    const number = portNumber(value);
    if (value !== '' && number === undefined) problems.push(`${name} must be a port from 1 to 65535, and is ${value}`);
    return number ?? 0;
  };
  const rows = table
    .filter(({ source, outgoing }) => source === role && outgoing !== undefined)
    .toSorted((a, b) => a.number - b.number)
    .map((row): OutgoingRow => {
      const read = readDependencies(row, surroundings);
      if (read.kind === 'invalid') problems.push(...read.problems);
      const dependencies = read.kind === 'invalid' ? [] : read.dependencies;
      return { number: row.number, destination: row.destination, dependencies };
    });
  const settings: ServerSettings = {
    role,
    tenantId: text('TENANT_ID'),
    tenantSid: text('TENANT_SID'),
    defaultPort: port('DEFAULT_PORT'),
    healthPort: port('HEALTH_PORT'),
    rows,
  };
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'settings', settings };
}
