import { type ConnectionContext, settingAt, textAt } from './connection-context.ts';
import type { CheckSource, TlsSource } from './check-source.ts';
import type {
  CheckSpeech,
  CheckTls,
  ConnectionCheck,
  CredentialsReference,
  DialTarget,
  KeyReference,
} from './connection-check.ts';
import { outgoingEndpoints, settingsOf } from './outgoing-endpoints.ts';
import { isWorkload } from './parties.ts';
import type { Connection, Outgoing } from './rows.ts';

/** One check for each outgoing row that is configured, in the order of the numbers. */
export function connectionChecks(table: readonly Connection[], context: ConnectionContext): readonly ConnectionCheck[] {
  return table.toSorted((a, b) => a.number - b.number).flatMap((row) => checkOf(row, context) ?? []);
}

function checkOf(row: Connection, context: ConnectionContext): ConnectionCheck | undefined {
  const { number, source, destination, outgoing } = row;
  if (outgoing === undefined || !isWorkload(source)) return undefined;
  const metric = outgoing.check.podMetric;
  const port = Number(textAt(context.spec, `${source}.ports.health`));
  const common = { row: number, workload: source, ...(metric !== undefined && { podMetric: { name: metric, port } }) };
  const target = targetOf(row, context);
  if (target === undefined) return undefined;
  if (context.connect && outgoing.upstream !== undefined) return { ...common, kind: 'sidecar' };
  const service = context.services[destination];
  if (service !== undefined) return { ...common, kind: 'own-service', service };
  const settings = settingsOf(outgoing, context);
  return {
    ...common,
    kind: 'dial',
    target,
    tls: tlsOf(outgoing, settings),
    speaks: speechOf(outgoing.check, settings),
  };
}

function targetOf(row: Connection, context: ConnectionContext): DialTarget | undefined {
  const found = outgoingEndpoints(row, context);
  switch (found.kind) {
    case 'notConfigured':
      return undefined;
    case 'secret':
      return { from: 'document', document: { kind: 'Secret', name: found.name, key: found.key } };
    case 'endpoints': {
      const onNode = found.endpoints.find(({ host }) => host === undefined);
      if (onNode !== undefined) return { from: 'pod-hosts', port: onNode.port };
      return { from: 'spec', endpoints: found.endpoints.map(({ host = '', port }) => ({ host, port })) };
    }
  }
}

function tlsOf({ check }: Outgoing, settings: unknown): CheckTls {
  if (!('tls' in check)) return { mode: 'disable' };
  const mode = modeOf(check.tls, settings);
  const path = check.tls.authority;
  const verifies = mode === 'verify-ca' || mode === 'verify-full';
  const authority = verifies && path !== undefined ? keyChoiceAt(settings, path) : undefined;
  return { mode, ...(authority && { authority }) };
}

function modeOf(tls: TlsSource, settings: unknown): CheckTls['mode'] {
  const said = textAt(settings, tls.path);
  if (tls.from === 'mode') return modes.find((mode) => mode === said) ?? 'disable';
  if (said !== 'true') return 'disable';
  if (typeof tls.verified === 'object')
    return textAt(settings, tls.verified.path) === 'false' ? 'require' : 'verify-full';
  return tls.verified === 'always' ? 'verify-full' : 'require';
}

const modes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;

function speechOf(check: CheckSource, settings: unknown): CheckSpeech {
  switch (check.protocol) {
    case 'tcp':
    case 'http':
    case 'consul':
      return { protocol: check.protocol };
    case 'postgresql': {
      const credentials = credentialsAt(settings, check.credentials);
      const database = textAt(settings, check.database);
      if (credentials === undefined || database === undefined) return { protocol: 'postgresql' };
      return { protocol: 'postgresql', login: { ...credentials, database } };
    }
    case 'redis': {
      const document = keyAt(settings, check.document, 'Secret');
      const cluster = textAt(settings, check.cluster) === 'true';
      return { protocol: 'redis', cluster, ...(document && { document }) };
    }
    case 'kafka': {
      const credentials = credentialsAt(settings, check.credentials);
      const said = textAt(settings, check.mechanism);
      const mechanism = mechanisms.find((one) => one === said);
      if (credentials === undefined || mechanism === undefined) return { protocol: 'kafka' };
      return { protocol: 'kafka', login: { ...credentials, mechanism } };
    }
  }
}

const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

function credentialsAt(settings: unknown, path: string): CredentialsReference | undefined {
  const name = textAt(settings, `${path}.name`);
  if (name === undefined) return undefined;
  return { username: { kind: 'Secret', name, key: 'username' }, password: { kind: 'Secret', name, key: 'password' } };
}

function keyChoiceAt(settings: unknown, path: string): KeyReference | undefined {
  const choice = settingAt(settings, path);
  return keyAt(choice, 'secretKeyRef', 'Secret') ?? keyAt(choice, 'configMapKeyRef', 'ConfigMap');
}

function keyAt(settings: unknown, path: string, kind: KeyReference['kind']): KeyReference | undefined {
  const name = textAt(settings, `${path}.name`);
  const key = textAt(settings, `${path}.key`);
  return name === undefined || key === undefined ? undefined : { kind, name, key };
}
