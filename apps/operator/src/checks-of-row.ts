import {
  type CheckSpeech,
  type CheckTls,
  type ConnectionCheck,
  type CredentialsReference,
  formatHostPort,
  type KeyReference,
} from '@ixn/connections';
import {
  type Credentials,
  type DependencyCheck,
  notChecked,
  type ProtocolSettings,
  type Secret,
  secretOf,
  type TlsSettings,
  type Verdict,
} from '@ixn/dependency-checks';
import type { CheckedPod } from '@ixn/reconcile';
import type { KeyContent } from './reference-contents.ts';
import { bootstrapIn, type RedisDocument, redisDocumentIn } from './secret-documents.ts';

export type DialCheck = Extract<ConnectionCheck, { readonly kind: 'dial' }>;

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** One of the checks of a row. */
export interface EndpointCheck {
  /** host:port; undefined where a Secret has it, which no message may name. */
  readonly name: string | undefined;
  readonly check: DependencyCheck;
}

/** The checks that find out about a row, or why there are none. */
export type ChecksOfRow =
  | { readonly kind: 'checks'; readonly checks: readonly EndpointCheck[] }
  /** `waiting`: what is needed for them is being read, or could not be read now. */
  | { readonly kind: 'none'; readonly verdict: Verdict; readonly waiting: boolean };

export interface RowSurroundings {
  /** As a pod of the instance has them. */
  readonly searchDomains: readonly string[];
  readonly read: (reference: KeyReference) => KeyContent;
  /** The pods of the workload that opens the connection. */
  readonly pods: readonly CheckedPod[];
}

/** Makes the checks of a row that is dialled, of what the spec and the Secrets that it names say. */
export function checksOfRow(
  { target, tls, speaks }: DialCheck,
  { searchDomains, read, pods }: RowSurroundings,
): ChecksOfRow {
  const keys = createKeyReader(read);
  const bootstrap = target.from === 'document' ? keys.document(target.document, bootstrapIn) : undefined;
  const document = speaks.protocol === 'redis' ? keys.document(speaks.document, redisDocumentIn) : undefined;
  const protocol = protocolOf(speaks, document, keys);
  const common = { searchDomains, tls: tlsOf(tls, document, keys), protocol };
  const obstacle = keys.obstacle();
  if (obstacle !== undefined) return obstacle;

  const hidden = target.from === 'document' || document?.port !== undefined;
  const checks = endpointsOf(target, bootstrap, pods).map((endpoint) => {
    const { host, port } = { ...endpoint, ...(document?.port !== undefined && { port: document.port }) };
    return {
      name: hidden ? undefined : formatHostPort(host, port),
      check: { host, port, addressIsSecret: hidden, ...common },
    };
  });
  if (checks.length > 0) return { kind: 'checks', checks };
  return { kind: 'none', verdict: notChecked('NoPod', 'no pod of the workload is on a node yet'), waiting: false };
}

/** The keys that a check of a row reads. */
export function keysOfRow({ target, tls, speaks }: DialCheck): readonly KeyReference[] {
  const login = 'login' in speaks ? speaks.login : undefined;
  return [
    target.from === 'document' ? target.document : undefined,
    tls.authority,
    login?.username,
    login?.password,
    speaks.protocol === 'redis' ? speaks.document : undefined,
  ].filter((reference) => reference !== undefined);
}

function endpointsOf(
  target: DialCheck['target'],
  bootstrap: readonly Endpoint[] | undefined,
  pods: readonly CheckedPod[],
): readonly Endpoint[] {
  switch (target.from) {
    case 'spec':
      return target.endpoints;
    case 'document':
      return bootstrap ?? [];
    case 'pod-hosts': {
      const hosts = new Set(pods.flatMap(({ hostIp }) => hostIp ?? []));
      return [...hosts].map((host) => ({ host, port: target.port }));
    }
  }
}

function protocolOf(speaks: CheckSpeech, document: RedisDocument | undefined, keys: KeyReader): ProtocolSettings {
  switch (speaks.protocol) {
    case 'tcp':
    case 'http':
    case 'consul':
      return { kind: speaks.protocol };
    case 'postgresql': {
      const login = credentialsOf(speaks.login, keys);
      if (speaks.login === undefined || login === undefined) return { kind: 'postgresql' };
      return { kind: 'postgresql', login: { ...login, database: speaks.login.database } };
    }
    case 'redis': {
      const { password } = document ?? {};
      const login = password === undefined ? {} : { login: { password: secretOf(password) } };
      return { kind: 'redis', cluster: speaks.cluster, ...login };
    }
    case 'kafka': {
      const login = credentialsOf(speaks.login, keys);
      if (speaks.login === undefined || login === undefined) return { kind: 'kafka' };
      return { kind: 'kafka', login: { ...login, mechanism: speaks.login.mechanism } };
    }
  }
}

function credentialsOf(reference: CredentialsReference | undefined, keys: KeyReader): Credentials | undefined {
  const username = keys.value(reference?.username);
  const password = keys.value(reference?.password);
  return username === undefined || password === undefined ? undefined : { username, password };
}

function tlsOf(tls: CheckTls, document: RedisDocument | undefined, keys: KeyReader): TlsSettings {
  const authority = keys.value(tls.authority)?.reveal();
  const { rejectUnauthorized, serverName } = document ?? {};
  const mode = tls.mode === 'disable' ? 'disable' : modeOf(tls.mode, rejectUnauthorized);
  if (mode === 'disable' || mode === 'require') return { mode };
  return { mode, ...(authority !== undefined && { authority }), ...(serverName !== undefined && { serverName }) };
}

/** The document of a Redis goes before the spec. */
function modeOf(mode: CheckTls['mode'], rejectUnauthorized: boolean | undefined): CheckTls['mode'] {
  if (rejectUnauthorized === undefined) return mode;
  return rejectUnauthorized ? 'verify-full' : 'require';
}

/** Reads keys and remembers what stood in the way. */
interface KeyReader {
  /** Undefined without a reference, and where the key cannot be had. */
  value(reference: KeyReference | undefined): Secret | undefined;
  /** The same, for what has a form that `parse` knows; it gives nothing for another one. */
  document<T>(reference: KeyReference | undefined, parse: (text: string) => T | undefined): T | undefined;
  obstacle(): Extract<ChecksOfRow, { readonly kind: 'none' }> | undefined;
}

function createKeyReader(read: RowSurroundings['read']): KeyReader {
  const problems: string[] = [];
  let pending = false;
  let retry = false;
  const value: KeyReader['value'] = (reference) => {
    if (reference === undefined) return undefined;
    const found = read(reference);
    switch (found.kind) {
      case 'value':
        return found.value;
      case 'pending':
        pending = true;
        return undefined;
      case 'unreadable':
        retry = true;
        problems.push(`${reference.kind} ${reference.name} ${found.problem}`);
        return undefined;
    }
  };
  return {
    value,
    document(reference, parse) {
      const text = value(reference)?.reveal();
      const parsed = text === undefined ? undefined : parse(text);
      if (reference !== undefined && text !== undefined && parsed === undefined) {
        problems.push(
          `key ${reference.key} of ${reference.kind} ${reference.name} is not the document that it should be`,
        );
      }
      return parsed;
    },
    obstacle() {
      const [first] = problems;
      const waiting = pending || retry;
      if (first !== undefined) return { kind: 'none', verdict: notChecked('SettingsUnreadable', first), waiting };
      if (!pending) return undefined;
      return { kind: 'none', verdict: notChecked('Pending', 'no check has been completed yet'), waiting };
    },
  };
}
