import type { Connection, EnvironmentVariable, Outgoing } from '@ixn/connections';
import { type Endpoint, parseEndpoint } from './endpoint.ts';
import type { ReadFolder } from './mounted-files.ts';
import { portNumber } from './whole-number.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a container is told: its environment and the folders that are mounted into it. */
export interface Surroundings {
  readonly environment: Environment;
  readonly readFolder: ReadFolder;
}

/** Where a row leads, as its container is told; no endpoints where it is told nothing of it. */
export type RowEndpoints =
  | { readonly kind: 'endpoints'; readonly endpoints: readonly Endpoint[] }
  /** What is wrong with what it is told; a real server would not start with it. */
  | { readonly kind: 'problem'; readonly problem: string };

/** The keys of the vendor's JSON documents that say where to connect to. */
const documentKeys = { bootstrap: 'bootstrap', port: 'port' } as const;

/** Works out where an outgoing row leads from the variables and files that the row itself names. */
export function rowEndpoints({ number, outgoing }: Connection, surroundings: Surroundings): RowEndpoints {
  if (outgoing === undefined) return { kind: 'endpoints', endpoints: [] };
  const problem = missingFile(outgoing, surroundings);
  const found = problem ?? endpointsOf(outgoing, surroundings);
  return typeof found === 'string'
    ? { kind: 'problem', problem: `connection ${number}: ${found}` }
    : { kind: 'endpoints', endpoints: found };
}

/** Endpoints, or what is wrong. */
type Found = readonly Endpoint[] | string;

function endpointsOf(outgoing: Outgoing, surroundings: Surroundings): Found {
  const source = outgoing.endpoints;
  const { environment } = surroundings;
  const told = (matches: (value: EnvironmentVariable['value']) => boolean): Told => {
    const name = outgoing.environment.find(({ value }) => matches(value))?.name ?? '';
    return { name, text: environment[name] || undefined };
  };
  switch (source.from) {
    case 'settings':
      return hostAndPort(
        told((value) => 'path' in value && value.path === 'host'),
        told((value) => 'path' in value && value.path === 'port'),
      );
    case 'own-service':
      return hostAndPort(
        told(({ from }) => from === 'own-service'),
        told(({ from }) => from === 'spec'),
      );
    case 'list': {
      const document = documentOf(outgoing, surroundings);
      if (typeof document === 'string') return document;
      const port = document?.[documentKeys.port];
      const defaultPort = typeof port === 'number' || typeof port === 'string' ? String(port) : undefined;
      return listOf(
        told((value) => 'path' in value && value.path === source.path),
        defaultPort,
      );
    }
    case 'list-or-secret': {
      const document = documentOf(outgoing, surroundings);
      if (typeof document === 'string') return document;
      if (document === undefined) return listOf(told((value) => 'path' in value && value.path === source.path));
      const bootstrap = document[documentKeys.bootstrap];
      const text = Array.isArray(bootstrap) ? bootstrap.join(',') : bootstrap;
      const name = `${documentKeys.bootstrap} of the mounted document`;
      return typeof text === 'string' && text !== '' ? listOf({ name, text }) : `${name} must be host:port,host:port`;
    }
  }
}

/** A variable and its value, where it has one. */
interface Told {
  readonly name: string;
  readonly text: string | undefined;
}

function hostAndPort(host: Told, portText: Told): Found {
  if (host.text === undefined && portText.text === undefined) return [];
  if (host.text === undefined) return `${host.name} is missing`;
  const port = portNumber(portText.text ?? '');
  return port === undefined ? `${portText.name} must be a port from 1 to 65535` : [{ host: host.text, port }];
}

/** `defaultPort` is for items that say none. */
function listOf({ name, text = '' }: Told, defaultPort?: string): Found {
  const items = text.split(',').filter((item) => item.trim() !== '');
  const endpoints = items.flatMap((item) => parseEndpoint(item, defaultPort) ?? []);
  return endpoints.length < items.length ? `${name} must be host:port,host:port` : endpoints;
}

/** The JSON document that is mounted for a row: undefined where none is, a text where it is none. */
function documentOf(
  { files }: Outgoing,
  { readFolder }: Surroundings,
): Readonly<Record<string, unknown>> | string | undefined {
  const mount = files.find(({ content }) => content.from === 'secret-key');
  const contents = mount && readFolder(mount.mountPath);
  if (mount === undefined || contents === undefined) return undefined;
  const [text = ''] = Object.values(contents);
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return { ...document };
  } catch {
    // JSON.parse repeats what it read, and that is a secret.
  }
  return `the file in ${mount.mountPath} must be a JSON object`;
}

/** A folder of credentials that is mounted has all of them. */
function missingFile({ files }: Outgoing, { readFolder }: Surroundings): string | undefined {
  for (const { mountPath, content } of files) {
    const contents = content.from === 'secret' ? readFolder(mountPath) : undefined;
    if (content.from !== 'secret' || contents === undefined) continue;
    const key = content.keys.find((name) => !contents[name]);
    if (key !== undefined) return `${mountPath}/${key} is missing or empty`;
  }
  return undefined;
}
