import type { CheckSource } from './check-source.ts';
import type { Outgoing } from './rows.ts';
import type { EnvironmentValue, EnvironmentVariable, MountedFile } from './wiring-types.ts';

/** The vendor mounts the contents of Secrets below this folder. */
export const secretsFolder = '/mnt/env-secrets';

/** A variable whose name is our choice: the vendor documents the chart's values, not what the images read. */
export function variable(name: string, value: EnvironmentValue, description: string): EnvironmentVariable {
  return { name, value, source: 'ours', description };
}

/** What both databases are opened with (rows 16 and 17). */
export const databaseVariables: readonly EnvironmentVariable[] = [
  variable('DB_ENGINE', { from: 'text', text: 'postgre' }, 'kind of the database, in the words of the chart'),
  variable('DB_HOST', { from: 'setting', path: 'host' }, 'database server'),
  variable('DB_PORT', { from: 'setting', path: 'port' }, 'its port'),
  variable('DB_NAME', { from: 'setting', path: 'name' }, 'name of the database'),
  variable('DB_SSL_MODE', { from: 'setting', path: 'sslMode' }, 'disable, require, verify-ca or verify-full'),
];

/** The files of both databases: credentials, and the authority that signed the server's certificate. */
export const databaseFiles: readonly MountedFile[] = [
  {
    volume: 'db-secrets',
    mountPath: `${secretsFolder}/db-secrets`,
    content: { from: 'secret', path: 'credentialsSecretRef', keys: ['password', 'username'] },
    source: 'ours',
    description: 'user and password of the database',
  },
  {
    volume: 'db-ca',
    mountPath: `${secretsFolder}/db-ca`,
    content: { from: 'key-choice', path: 'ca', file: 'ca.crt' },
    source: 'ours',
    description: 'authority that signed the certificate of the database server, PEM',
  },
];

/** How both databases are checked. */
export const databaseCheck: CheckSource = {
  protocol: 'postgresql',
  tls: { from: 'mode', path: 'sslMode', authority: 'ca' },
  credentials: 'credentialsSecretRef',
  database: 'name',
};

/** Kafka is configured in one place for both of its rows, 6 and 7. */
export const kafkaOutgoing: Outgoing = {
  settings: 'kafka',
  helmPath: 'none: the chart reads the Secret kafka-shared-secret',
  endpoints: { from: 'list-or-secret', path: 'bootstrapServers', secretPath: 'secretKeyRef' },
  environment: [
    variable('KAFKA_BOOTSTRAP_SERVERS', { from: 'list', path: 'bootstrapServers' }, 'as host:port,host:port'),
    variable('KAFKA_TLS', { from: 'setting', path: 'tls.enabled' }, 'whether the brokers are spoken to over TLS'),
    variable('KAFKA_SASL_MECHANISM', { from: 'setting', path: 'sasl.mechanism' }, 'how to log in'),
  ],
  files: [
    {
      volume: 'kafka-secrets',
      mountPath: `${secretsFolder}/kafka-secrets`,
      content: { from: 'secret-key', path: 'secretKeyRef' },
      source: 'vendor',
      description: 'JSON {bootstrap}',
    },
    {
      volume: 'kafka-sasl',
      mountPath: `${secretsFolder}/kafka-sasl`,
      content: { from: 'secret', path: 'sasl.credentialsSecretRef', keys: ['password', 'username'] },
      source: 'ours',
      description: 'user and password for SASL',
    },
    {
      volume: 'kafka-ca',
      mountPath: `${secretsFolder}/kafka-ca`,
      content: { from: 'key-choice', path: 'tls.ca', file: 'ca.crt' },
      source: 'ours',
      description: 'authority that signed the certificates of the brokers, PEM',
    },
  ],
  check: {
    protocol: 'kafka',
    tls: { from: 'switch', path: 'tls.enabled', verified: 'always', authority: 'tls.ca' },
    mechanism: 'sasl.mechanism',
    credentials: 'sasl.credentialsSecretRef',
  },
};
