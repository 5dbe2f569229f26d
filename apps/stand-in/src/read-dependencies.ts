import { X509Certificate } from 'node:crypto';
import type { Connection, Outgoing } from '@ixn/connections';
import { type Credentials, type Dependency, type SaslLogin, saslMechanisms, type Trust } from './dependency.ts';
import type { Endpoint } from './endpoint.ts';
import { rowEndpoints } from './row-endpoints.ts';
import { type RowReader, rowReader, type Surroundings } from './row-reader.ts';

type Check = Outgoing['check'];
type TlsSource = Extract<Check, { readonly tls: unknown }>['tls'];

export type ReadDependencies =
  /** None where nobody has configured the row. */
  | { readonly kind: 'dependencies'; readonly dependencies: readonly Dependency[] }
  /** What is wrong with what the container is told; a real server would not start with it. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** What an outgoing row leads to and how it is used, from the variables and files that the row itself names. */
export function readDependencies({ number, outgoing }: Connection, surroundings: Surroundings): ReadDependencies {
  if (outgoing === undefined) return { kind: 'dependencies', dependencies: [] };
  const problems: string[] = [];
  const row = rowReader(outgoing, surroundings, (problem) => problems.push(`connection ${number}: ${problem}`));
  requireWholeFolders(row);
  const endpoints = rowEndpoints(row);
  const dependencies = endpoints.length === 0 ? [] : dependenciesAt(endpoints, row);
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'dependencies', dependencies };
}

function dependenciesAt(endpoints: readonly Endpoint[], row: RowReader): readonly Dependency[] {
  const { check } = row.outgoing;
  switch (check.protocol) {
    case 'tcp':
      return endpoints.map((endpoint) => ({ kind: 'tcp', endpoints: [endpoint] }));
    case 'http':
      return [{ kind: 'http', endpoints, tls: undefined }];
    case 'consul':
      return [{ kind: check.protocol, endpoints, tls: trustOf(row, check.tls) }];
    case 'postgresql':
      return [
        {
          kind: check.protocol,
          endpoints,
          database: row.required(check.database),
          credentials: credentialsOf(row, check.credentials),
          tls: trustOf(row, check.tls),
          keepAliveDelayMs: keepAliveDelayMs(row),
        },
      ];
    case 'redis':
      return [
        { kind: check.protocol, endpoints, cluster: row.flag(check.cluster) === true, ...redisSecrets(row, check.tls) },
      ];
    case 'kafka':
      return [{ kind: check.protocol, endpoints, tls: trustOf(row, check.tls), sasl: saslLogin(row, check) }];
  }
}

/** A folder of credentials that is mounted has all of them. */
function requireWholeFolders(row: RowReader): void {
  for (const { content } of row.outgoing.files) {
    if (content.from !== 'secret') continue;
    const { path, files } = row.folder(content.path);
    const key = files && content.keys.find((name) => !files[name]);
    if (key !== undefined) row.wrong(`${path}/${key} is missing or empty`);
  }
}

function credentialsOf(row: RowReader, path: string): Credentials {
  const folder = row.folder(path);
  if (folder.files === undefined) row.wrong(`there are no credentials in ${folder.path}`);
  const { username = '', password = '' } = folder.files ?? {};
  return { username, password };
}

/** Which certificates are taken for good; undefined where no TLS is spoken. */
function trustOf(row: RowReader, source: TlsSource): Trust | undefined {
  const authority = source.authority === undefined ? undefined : authorityOf(row, source.authority);
  if (source.from === 'mode') return trustByMode(row, source.path, authority);
  const { path, verified } = source;
  if (row.flag(path) !== true) return undefined;
  const isVerified = verified === 'always' || (verified !== 'never' && row.flag(verified.path) !== false);
  return isVerified ? { verified: 'authority and name', authority } : { verified: 'nothing' };
}

function trustByMode(row: RowReader, path: string, authority: string | undefined): Trust | undefined {
  const { name, text } = row.setting(path);
  switch (text) {
    case undefined:
    case 'disable':
      return undefined;
    case 'require':
      return { verified: 'nothing' };
    case 'verify-ca':
      return { verified: 'authority', authority };
    case 'verify-full':
      return { verified: 'authority and name', authority };
    default:
      row.wrong(`${name} must be disable, require, verify-ca or verify-full`);
      return undefined;
  }
}

function keepAliveDelayMs(row: RowReader): number | undefined {
  if (row.flag('options.keepAlive') !== true) return undefined;
  const { name, text = '0' } = row.setting('options.keepAliveInitialDelayMillis');
  if (!/^[0-9]{1,8}$/.test(text)) row.wrong(`${name} must be a number of milliseconds`);
  return Number(text);
}

/** What the document says goes before what the spec says. */
function redisSecrets(
  row: RowReader,
  source: TlsSource,
): { readonly password: string | undefined; readonly tls: Trust | undefined } {
  const { password, rejectUnauthorized, servername } = row.document() ?? {};
  const said = trustOf(row, source);
  const serverName = typeof servername === 'string' && servername !== '' ? servername : undefined;
  return {
    password: typeof password === 'string' && password !== '' ? password : undefined,
    tls: said && {
      ...said,
      ...(typeof rejectUnauthorized === 'boolean' && verifiedIf(rejectUnauthorized)),
      serverName,
    },
  };
}

function verifiedIf(reject: boolean): Pick<Trust, 'verified'> {
  return { verified: reject ? 'authority and name' : 'nothing' };
}

function saslLogin(row: RowReader, check: Extract<Check, { readonly protocol: 'kafka' }>): SaslLogin | undefined {
  const { name, text } = row.setting(check.mechanism);
  if (text === undefined) return undefined;
  const mechanism = saslMechanisms.find((known) => known === text);
  if (mechanism === undefined) row.wrong(`${name} must be one of ${saslMechanisms.join(', ')}`);
  return { mechanism: mechanism ?? 'PLAIN', ...credentialsOf(row, check.credentials) };
}

function authorityOf(row: RowReader, path: string): string | undefined {
  const { path: folder, files } = row.folder(path);
  if (files === undefined) return undefined;
  const pem = Object.values(files)[0] ?? '';
  try {
    return new X509Certificate(pem).raw.length > 0 ? pem : undefined;
  } catch {
    row.wrong(`the file in ${folder} must be a certificate in PEM`);
    return undefined;
  }
}
