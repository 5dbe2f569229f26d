import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Dialling } from './dependency-watch.ts';

/** How the operator runs: read once at the start, then frozen. */
export interface Configuration {
  /** The namespaces whose InteractionServers are run; `all` for every namespace. */
  readonly namespaces: readonly string[] | 'all';
  /** How many instances are worked on at a time. */
  readonly workers: number;
  /** How often every instance is looked at without an event, in milliseconds. */
  readonly resyncMs: number;
  /**
   * How often the Secrets and ConfigMaps that instances name are asked for, in milliseconds; undefined to watch those of the namespaces.
   */
  readonly pollReferencesMs: number | undefined;
  /** Whether the operator connects to what instances depend on, to find out whether it answers. */
  readonly dialling: Dialling;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Where health and metrics are served. */
  readonly httpHost: string;
  readonly httpPort: number;
  /** Whether to work only while no other process of this kind does, as the Lease tells. */
  readonly leaderElect: boolean;
  readonly leaseName: string;
  /** Undefined for the namespace of the pod that the operator runs in, or else of the kubeconfig context. */
  readonly leaseNamespace: string | undefined;
  /** The image that the operator runs, for its Jobs; undefined to ask the pod that it runs in. */
  readonly image: string | undefined;
  /** Name of that pod; undefined where it runs in none, or does not know. */
  readonly pod: string | undefined;
  /** Kubeconfig context; undefined for the current one. */
  readonly context: string | undefined;
}

export type ConfigurationResult =
  | { readonly kind: 'configuration'; readonly configuration: Configuration }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

const namespacePattern = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const namespaceName = z.string().regex(namespacePattern, 'must be names of namespaces, such as voice,chat');

function wholeNumber(minimum: number, maximum: number) {
  const message = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^[0-9]+$/, message)
    .transform(Number)
    .pipe(z.int(message).min(minimum, message).max(maximum, message));
}

/** Name of the Lease, unless another is given. */
export const defaultLeaseName = 'interaction-server-operator';

/** Every setting: its flag is `--<name>`, its environment variable `IXN_OPERATOR_<NAME>`. The flag wins. */
const settings = {
  namespaces: {
    help: 'namespaces to watch, separated by commas; all of them when absent',
    value: 'NAMES',
    schema: z
      .string()
      .transform((text) =>
        text
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
      )
      .pipe(z.array(namespaceName).max(100))
      .transform((names): readonly string[] | 'all' =>
        names.length === 0 ? 'all' : Object.freeze([...new Set(names)].toSorted()),
      )
      .prefault(''),
  },
  workers: {
    help: 'instances worked on at a time, 1 to 256 (default 128)',
    value: 'COUNT',
    schema: wholeNumber(1, 256).default(128),
  },
  'resync-seconds': {
    help: 'how often every instance is looked at without an event, 1 to 86400 (default 600)',
    value: 'SECONDS',
    schema: wholeNumber(1, 86_400).default(600),
  },
  'poll-references-seconds': {
    help: 'get the Secrets and ConfigMaps that instances name this often, 1 to 3600, instead of watching those of the namespaces',
    value: 'SECONDS',
    schema: wholeNumber(1, 3600).optional(),
  },
  'dependency-checks': {
    help: 'connect to databases, Kafka and so on to see whether they answer; auto: only from within a cluster (default auto)',
    value: 'auto|always|never',
    schema: z.enum(['auto', 'always', 'never']).default('auto'),
  },
  'log-level': {
    help: 'what is logged (default info)',
    value: 'debug|info|warn|error',
    schema: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  },
  'http-host': {
    help: 'address that /healthz, /readyz and /metrics are served on (default 0.0.0.0)',
    value: 'ADDRESS',
    schema: z.union([z.ipv4(), z.ipv6()], 'must be an IP address').default('0.0.0.0'),
  },
  'http-port': {
    help: 'port for the same; 0 takes any free one (default 8080)',
    value: 'PORT',
    schema: wholeNumber(0, 65_535).default(8080),
  },
  'leader-elect': {
    help: 'work only while no other operator of this lease does; for more than one replica (default false)',
    value: 'true|false',
    schema: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true'),
  },
  'lease-name': {
    help: `name of the Lease that the leader holds (default ${defaultLeaseName})`,
    value: 'NAME',
    schema: z
      .string()
      .regex(
        /^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/,
        'must be a name for a Lease, such as interaction-server-operator',
      )
      .default(defaultLeaseName),
  },
  'lease-namespace': {
    help: "its namespace (default: that of the operator's pod, or of the kubeconfig context)",
    value: 'NAME',
    schema: z.string().regex(namespacePattern, 'must be the name of a namespace').optional(),
  },
  image: {
    help: 'image of the operator itself, for the Jobs that provision databases (default: that of its pod, --pod)',
    value: 'IMAGE',
    schema: z.string().min(1).max(1024).optional(),
  },
  pod: {
    help: 'name of the pod that the operator runs in, in the namespace of its service account',
    value: 'NAME',
    schema: z.string().min(1).max(253).optional(),
  },
  context: {
    help: 'kubeconfig context (default: the current one, or the pod that the operator runs in)',
    value: 'NAME',
    schema: z.string().min(1).optional(),
  },
} as const;

const schema = z.object({
  namespaces: settings.namespaces.schema,
  workers: settings.workers.schema,
  'resync-seconds': settings['resync-seconds'].schema,
  'poll-references-seconds': settings['poll-references-seconds'].schema,
  'dependency-checks': settings['dependency-checks'].schema,
  'log-level': settings['log-level'].schema,
  'http-host': settings['http-host'].schema,
  'http-port': settings['http-port'].schema,
  'leader-elect': settings['leader-elect'].schema,
  'lease-name': settings['lease-name'].schema,
  'lease-namespace': settings['lease-namespace'].schema,
  image: settings.image.schema,
  pod: settings.pod.schema,
  context: settings.context.schema,
});

/** Reads the configuration from flags and environment. Gives every problem at once, each with the flag that it is about. */
export function readConfiguration(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ConfigurationResult {
  const flags = readFlags(args);
  if (flags.kind !== 'flags') return flags;
  const values = Object.fromEntries(
    // Manifests often set a variable to nothing where they mean to leave it out.
    Object.keys(settings).map((name) => [
      name,
      flags.values[name] ?? (environment[environmentName(name)] || undefined),
    ]),
  );
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `--${name} (or ${environmentName(name)}): ${issue.message}`;
    });
    return { kind: 'invalid', problems };
  }
  const { namespaces, workers, image, pod, context, 'poll-references-seconds': pollReferencesSeconds } = parsed.data;
  const configuration: Configuration = Object.freeze({
    namespaces,
    workers,
    image,
    pod,
    context,
    resyncMs: parsed.data['resync-seconds'] * 1000,
    pollReferencesMs: pollReferencesSeconds === undefined ? undefined : pollReferencesSeconds * 1000,
    dialling: diallingOf(parsed.data['dependency-checks'], environment),
    logLevel: parsed.data['log-level'],
    httpHost: parsed.data['http-host'],
    httpPort: parsed.data['http-port'],
    leaderElect: parsed.data['leader-elect'],
    leaseName: parsed.data['lease-name'],
    leaseNamespace: parsed.data['lease-namespace'],
  });
  return { kind: 'configuration', configuration };
}

/** Every container of a pod has that variable. */
function diallingOf(
  choice: 'auto' | 'always' | 'never',
  environment: Readonly<Record<string, string | undefined>>,
): Dialling {
  if (choice === 'never') return 'Off';
  return choice === 'always' || environment['KUBERNETES_SERVICE_HOST'] ? 'on' : 'OutsideCluster';
}

type Flags =
  | { readonly kind: 'flags'; readonly values: Readonly<Record<string, string | boolean | undefined>> }
  | Exclude<ConfigurationResult, { readonly kind: 'configuration' }>;

function readFlags(args: readonly string[]): Flags {
  const options = Object.fromEntries(Object.keys(settings).map((name) => [name, { type: 'string' as const }]));
  try {
    // A switch, so that it may stand without its value.
    const complete = args.map((arg) => (arg === '--leader-elect' ? '--leader-elect=true' : arg));
    const { values } = parseArgs({ args: complete, options: { ...options, help: { type: 'boolean' } } });
    return values.help === true ? { kind: 'help', text: helpText() } : { kind: 'flags', values };
  } catch (error) {
    return { kind: 'invalid', problems: [error instanceof Error ? error.message : String(error)] };
  }
}

function environmentName(setting: string): string {
  return `IXN_OPERATOR_${setting.toUpperCase().replaceAll('-', '_')}`;
}

/** A setting as those who write it down for others need it. */
export interface SettingDescription {
  /** Without its dashes, such as `resync-seconds`. */
  readonly name: string;
  readonly environment: string;
  /** What stands for the value in the help, such as `SECONDS`. */
  readonly value: string;
  readonly help: string;
}

/** Every setting, in the order of the help. */
export function describeSettings(): readonly SettingDescription[] {
  return Object.entries(settings).map(([name, { value, help }]) => ({
    name,
    environment: environmentName(name),
    value,
    help,
  }));
}

function helpText(): string {
  const lines = Object.entries(settings).map(
    ([name, { value, help }]) =>
      `  ${`--${name} ${value}`.padEnd(27)} ${help}\n${' '.repeat(30)}environment: ${environmentName(name)}`,
  );
  return `Runs Interaction Servers from InteractionServer resources.\n\n${lines.join('\n')}\n`;
}
