import { type Connection, connections } from '@ixn/connections';
import type { InteractionServerSpec } from '@ixn/interaction-server';
import { fingerprint } from './fingerprint.ts';
import type { Reference } from './references.ts';

/** The workloads that have a database. */
const databaseWorkloads = ['ixnServer', 'ixnNode'] as const;

export type DatabaseWorkload = (typeof databaseWorkloads)[number];

/** A database that a workload opens. */
export interface Database {
  /** Number of its row in the connections table. */
  readonly number: number;
  readonly workload: DatabaseWorkload;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly sslMode: 'disable' | 'require' | 'verify-ca' | 'verify-full';
  /** Secret with the keys username and password of its role. */
  readonly credentialsSecret: string;
  /** Where the certificate of the server's authority stands; undefined for the system's own. */
  readonly ca: { readonly kind: Reference['kind']; readonly name: string; readonly key: string } | undefined;
  /** Who makes it, and its role; undefined where it must exist. */
  readonly admin: { readonly secret: string; readonly usernameKey: string; readonly passwordKey: string } | undefined;
}

/** A database that the operator has made. */
export type ProvisionedDatabase = Database & { readonly admin: NonNullable<Database['admin']> };

/** The databases that the workloads of a spec open. */
export function databasesOf(
  spec: InteractionServerSpec,
  table: readonly Connection[] = connections,
): readonly Database[] {
  return databaseWorkloads.flatMap((workload): readonly Database[] => {
    const { db } = spec[workload];
    const row = table.find(({ source, outgoing }) => source === workload && outgoing?.check.protocol === 'postgresql');
    if (db === undefined || row === undefined) return [];
    const { host, port, sslMode, credentialsSecretRef, ca, provision } = db;
    const admin = provision?.adminSecretRef;
    return [
      {
        number: row.number,
        workload,
        name: db.name ?? databaseName(spec, workload),
        host,
        port,
        sslMode,
        credentialsSecret: credentialsSecretRef.name,
        ca: ca && authorityOf(ca),
        admin: admin && { secret: admin.name, usernameKey: admin.usernameKey, passwordKey: admin.passwordKey },
      },
    ];
  });
}

/** The vendor's name of a workload's database: it follows from the tenant. */
export function databaseName({ tenant }: InteractionServerSpec, workload: DatabaseWorkload): string {
  return workload === 'ixnServer' ? `ixn-${tenant.sid}` : `ixn-node-${tenant.sid}`;
}

export function isProvisioned(database: Database): database is ProvisionedDatabase {
  return database.admin !== undefined;
}

type Authority = NonNullable<NonNullable<InteractionServerSpec['ixnServer']['db']>['ca']>;

function authorityOf({ secretKeyRef, configMapKeyRef }: Authority): Database['ca'] {
  if (secretKeyRef !== undefined) return { kind: 'Secret', ...secretKeyRef };
  return configMapKeyRef && { kind: 'ConfigMap', ...configMapKeyRef };
}

/** What provisioning a database reads of Secrets and ConfigMaps. */
export interface DatabaseReferences {
  readonly credentials: Reference;
  readonly admin: Reference;
  readonly ca: Reference | undefined;
}

export function databaseReferences(database: ProvisionedDatabase): DatabaseReferences {
  const { admin, ca } = database;
  return {
    credentials: credentialsReference(database),
    admin: reference('Secret', admin.secret, [admin.passwordKey, admin.usernameKey]),
    ca: ca && reference(ca.kind, ca.name, [ca.key]),
  };
}

/** The Secret with the role of a database. */
export function credentialsReference({ credentialsSecret }: Database): Reference {
  return reference('Secret', credentialsSecret, ['password', 'username']);
}

function reference(kind: Reference['kind'], name: string, keys: readonly string[]): Reference {
  return { kind, name, use: 'provision', keys: keys.toSorted(), optional: false };
}

/** What a database is provisioned with, as a digest; `credentials` is the digest of its role's Secret. */
export function databaseInputs({ host, port, name }: Database, credentials: string): string {
  return fingerprint({ host: host.toLowerCase(), port, name, credentials });
}
