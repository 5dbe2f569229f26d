import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Workload, workloads } from '@ixn/connections';
import type { Question } from './dial.ts';
import type { Endpoint } from './endpoint.ts';
import { portNumber, wholeNumber } from './whole-number.ts';

/** What the program is asked to do. */
export type Command =
  /** With a folder, what is logged stands in a file there as well. */
  | { readonly kind: 'serve'; readonly role: Workload; readonly logFolder: string | undefined }
  /** Without a role it is seen from the environment. */
  | { readonly kind: 'init-schema'; readonly role: Workload | undefined }
  | {
      readonly kind: 'dial';
      readonly endpoint: Endpoint;
      readonly ask: Question;
      readonly timeoutMs: number;
    }
  | {
      readonly kind: 'listen';
      readonly ports: readonly number[];
      readonly name: string | undefined;
      readonly controlPort: number | undefined;
    }
  | { readonly kind: 'sleep' };

export type CommandLine =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'help'; readonly text: string }
  /** Wrong usage, in words. */
  | { readonly kind: 'invalid'; readonly problem: string };

/** The roles that have a database. */
const databaseRoles = ['ixnServer', 'ixnNode'] as const satisfies readonly Workload[];

export const helpText = `Plays an Interaction Server workload, or a neighbour of one, for demos and tests.

  serve --role ${workloads.join('|')} [--log-folder FOLDER]
      Listens on the role's ports and uses what it depends on, all from the environment and the mounted files, which are
      read once: writes a row into its database, adds to the stream of Redis, sends messages to Kafka, looks Voice RQ up in
      Consul, asks Voice config, and keeps connections open to the others. What fails is tried again.
      What it logs goes to standard output, and is added to a file of the pod's name in FOLDER.
      On HEALTH_PORT: GET health, metrics and /connections; POST /fail and /heal turn the health off and on.
  init-schema [--role ${databaseRoles.join('|')}]
      What the schema's init container runs: makes what is missing of the schema in the database.
  dial HOST PORT [--http PATH] [--timeout-ms N]
      Opens one connection and prints what came of it as a line of JSON. Ends with 0 when it got through, with 1 when not.
  listen PORT... [--name NAME] [--control-port PORT]
      Accepts connections and says its name; answers HTTP on the same ports. GET /seen on the control port lists who came.
  sleep
      Waits until it is told to end.
`;

/** How long `dial` waits when nothing is said. */
const defaultTimeoutMs = 2_000;
const maxTimeoutMs = 600_000;

/** Reads the arguments that follow the program's name. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const [name, ...rest] = args;
  if (name === undefined) return invalid('a command is missing');
  if (name === 'help' || args.includes('--help')) return { kind: 'help', text: helpText };
  switch (name) {
    case 'serve':
      return reading(rest, { role: { type: 'string' }, 'log-folder': { type: 'string' } }, none, ({ values }) => {
        const role = oneOf(workloads, values['role']);
        return role === undefined
          ? invalid(`--role must be one of ${workloads.join(', ')}`)
          : command({ kind: name, role, logFolder: values['log-folder'] });
      });
    case 'init-schema':
      return reading(rest, { role: { type: 'string' } }, none, ({ values }) => {
        const role = oneOf(databaseRoles, values['role']);
        const unknown = values['role'] !== undefined && role === undefined;
        return unknown ? invalid(`--role must be one of ${databaseRoles.join(', ')}`) : command({ kind: name, role });
      });
    case 'dial':
      return reading(rest, { http: { type: 'string' }, 'timeout-ms': { type: 'string' } }, 'HOST and PORT', dial);
    case 'listen':
      return reading(rest, { name: { type: 'string' }, 'control-port': { type: 'string' } }, 'ports', listen);
    case 'sleep':
      return reading(rest, {}, none, () => command({ kind: name }));
    default:
      return invalid(`there is no command ${name}`);
  }
}

/** Says what a command takes beside its options: nothing. */
const none = undefined;

interface Arguments {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
}

function reading(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  positionals: string | undefined,
  read: (parsed: Arguments) => CommandLine,
): CommandLine {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: positionals !== undefined });
    const values = Object.entries(parsed.values).map(([name, value]) => [name, String(value)] as const);
    return read({ values: Object.fromEntries(values), positionals: parsed.positionals });
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  }
}

function dial({ values, positionals }: Arguments): CommandLine {
  const [host, portText = '', ...others] = positionals;
  const port = portNumber(portText);
  const timeoutMs = wholeNumber(values['timeout-ms'] ?? String(defaultTimeoutMs), maxTimeoutMs);
  const httpPath = values['http'];
  if (host === undefined || host === '' || port === undefined || others.length > 0) {
    return invalid('dial takes a HOST and a PORT from 1 to 65535');
  }
  if (timeoutMs === undefined) return invalid(`--timeout-ms must be a whole number from 1 to ${maxTimeoutMs}`);
  if (httpPath?.startsWith('/') === false) return invalid('--http must be a path that begins with /');
  const ask: Question = httpPath === undefined ? { kind: 'first-line' } : { kind: 'http', path: httpPath };
  return command({ kind: 'dial', endpoint: { host: host.replace(/^\[|\]$/g, ''), port }, ask, timeoutMs });
}

function listen({ values, positionals }: Arguments): CommandLine {
  const ports = positionals.flatMap((text) => portNumber(text) ?? []);
  if (ports.length === 0 || ports.length < positionals.length) return invalid('listen takes ports from 1 to 65535');
  const controlText = values['control-port'];
  const controlPort = controlText === undefined ? undefined : portNumber(controlText);
  if (controlText !== undefined && controlPort === undefined) {
    return invalid('--control-port must be a port from 1 to 65535');
  }
  return command({ kind: 'listen', ports, name: values['name'], controlPort });
}

function oneOf<const Name extends string>(names: readonly Name[], text: string | undefined): Name | undefined {
  return names.find((name) => name === text);
}

function command(value: Command): CommandLine {
  return { kind: 'command', command: value };
}

function invalid(problem: string): CommandLine {
  return { kind: 'invalid', problem };
}
