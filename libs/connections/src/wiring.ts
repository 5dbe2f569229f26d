import { type ConnectionContext, listAt, settingAt, textAt } from './connection-context.ts';
import { formatHostPort, settingsOf } from './outgoing-endpoints.ts';
import type { Workload } from './parties.ts';
import type { Connection, Outgoing } from './rows.ts';
import type { EnvironmentVariable, MountedFile } from './wiring-types.ts';

/** Files of a container: a volume from a Secret or ConfigMap. */
export interface ResolvedMount {
  readonly volume: string;
  readonly mountPath: string;
  readonly kind: 'Secret' | 'ConfigMap';
  /** Name of the Secret or ConfigMap. */
  readonly name: string;
  /** The keys in use and the files that they become, sorted by key. */
  readonly items: readonly { readonly key: string; readonly path: string }[];
}

/** All that a workload's container must be told to open its rows. */
export interface Wiring {
  /** Environment variables by name, without secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Environment variables whose value is the address of the pod's node. */
  readonly nodeIpVariables: readonly string[];
  readonly mounts: readonly ResolvedMount[];
}

/** What a workload needs for its outgoing rows of `table`. Rows that are not configured need nothing. */
export function wiringOf(workload: Workload, table: readonly Connection[], context: ConnectionContext): Wiring {
  const environment: Record<string, string> = {};
  const nodeIpVariables = new Set<string>();
  const mounts = new Map<string, ResolvedMount>();
  for (const { outgoing, source, destination } of table) {
    const settings = source === workload && outgoing ? settingsOf(outgoing, context) : undefined;
    if (outgoing === undefined || settings === undefined) continue;
    for (const variable of outgoing.environment) {
      const value = valueOf(variable, settings, context, destination);
      if (value === nodeIp) nodeIpVariables.add(variable.name);
      else if (value !== undefined) environment[variable.name] = value;
    }
    if (context.connect && outgoing.upstream !== undefined) overrideHost(outgoing, environment);
    for (const file of outgoing.files) {
      const mount = mountOf(file, settings);
      if (mount !== undefined) mounts.set(mount.volume, mount);
    }
  }
  return { environment, nodeIpVariables: [...nodeIpVariables].toSorted(), mounts: [...mounts.values()] };
}

const nodeIp = Symbol('the address of the node');

function valueOf(
  { value }: EnvironmentVariable,
  settings: unknown,
  context: ConnectionContext,
  destination: Connection['destination'],
): string | typeof nodeIp | undefined {
  switch (value.from) {
    case 'setting':
      return textAt(settings, value.path);
    case 'setting-or-node-ip':
      return textAt(settings, value.path) ?? nodeIp;
    case 'host-ports':
      return joined(
        listAt(settings, value.path).map((item) =>
          formatHostPort(textAt(item, 'host') ?? '', Number(textAt(item, 'port'))),
        ),
      );
    case 'list':
      return joined(listAt(settings, value.path).map(String));
    case 'spec':
      return textAt(context.spec, value.path);
    case 'own-service':
      return context.services[destination];
    case 'text':
      return value.text;
  }
}

function joined(list: readonly string[]): string | undefined {
  return list.length === 0 ? undefined : list.join(',');
}

/** Consul Connect listens in the pod itself for a row that has an upstream. */
function overrideHost({ environment }: Outgoing, values: Record<string, string>): void {
  const host = environment.find(({ value }) => value.from === 'setting' && value.path === 'host');
  if (host !== undefined) values[host.name] = 'localhost';
}

function mountOf({ volume, mountPath, content }: MountedFile, settings: unknown): ResolvedMount | undefined {
  const reference = settingAt(settings, content.path);
  if (reference === undefined) return undefined;
  switch (content.from) {
    case 'secret': {
      const name = textAt(reference, 'name') ?? '';
      return { volume, mountPath, kind: 'Secret', name, items: content.keys.map((key) => ({ key, path: key })) };
    }
    case 'secret-key':
      return keyMount(volume, mountPath, 'Secret', reference);
    case 'key-choice': {
      const secret = settingAt(reference, 'secretKeyRef');
      if (secret !== undefined) return keyMount(volume, mountPath, 'Secret', secret, content.file);
      return keyMount(volume, mountPath, 'ConfigMap', settingAt(reference, 'configMapKeyRef'), content.file);
    }
  }
}

function keyMount(
  volume: string,
  mountPath: string,
  kind: ResolvedMount['kind'],
  reference: unknown,
  file?: string,
): ResolvedMount {
  const key = textAt(reference, 'key') ?? '';
  return { volume, mountPath, kind, name: textAt(reference, 'name') ?? '', items: [{ key, path: file ?? key }] };
}
