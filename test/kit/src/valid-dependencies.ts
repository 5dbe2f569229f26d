import * as fc from 'fast-check';
import { host, objectName, port, text } from './valid-values.ts';

const key = fc.oneof(
  fc.stringMatching(/^[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,40}$/),
  fc.constantFrom('.hidden', '.-', 'a..', 'k'.repeat(253)),
);
const keyRef = fc.record({ name: objectName, key });

const credentials = fc.record({ name: objectName });
const certificateAuthority = fc.oneof(fc.record({ secretKeyRef: keyRef }), fc.record({ configMapKeyRef: keyRef }));
const hostAndPort = fc.record({ host, port }, { requiredKeys: ['host'] });
const hostsAndPorts = fc.array(hostAndPort, { minLength: 1, maxLength: 16, size: 'small' });

const databaseFields = {
  host,
  port,
  name: fc.stringMatching(/^[A-Za-z0-9_][-A-Za-z0-9_]{0,62}$/),
  credentialsSecretRef: credentials,
  sslMode: fc.constantFrom('disable', 'require', 'verify-ca', 'verify-full'),
  ca: certificateAuthority,
};

// The role of a database is never the one that makes it.
const provision = fc.record({
  adminSecretRef: fc.record(
    { name: objectName.map((name) => `a-${name}`.slice(0, 250)), usernameKey: key, passwordKey: key },
    { requiredKeys: ['name'] },
  ),
});
const databaseRequires = ['host', 'credentialsSecretRef'] as const;

/** Connection 16. */
export const ixnServerDb = fc.record(
  { ...databaseFields, provision, connectionString: text(0, 1024) },
  { requiredKeys: [...databaseRequires] },
);

/** Connection 17. */
export const ixnNodeDb = fc.record(
  {
    ...databaseFields,
    provision,
    options: fc.record(
      {
        keepAlive: fc.boolean(),
        keepAliveInitialDelayMillis: fc.oneof(fc.constantFrom(0, 86_400_000), fc.integer({ min: 0, max: 86_400_000 })),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [...databaseRequires] },
);

/** Connection 1. */
export const consul = fc.record({ host, port, sslMode: fc.boolean() }, { requiredKeys: [] });

/** Connection 13. */
export const voiceRq = fc.record({ host, port });

/** Connection 14. */
export const configNode = hostAndPort;

/** Connection 15: one node or many. */
export const redis = fc.record(
  {
    nodes: hostsAndPorts,
    cluster: fc.boolean(),
    secretKeyRef: keyRef,
    tls: fc.record({ enabled: fc.boolean(), rejectUnauthorized: fc.boolean() }, { requiredKeys: [] }),
  },
  { requiredKeys: ['nodes'] },
);

/** Connection 19. */
export const pulse = fc.record({ statServers: hostsAndPorts });

const broker = fc
  .tuple(fc.oneof(fc.domain(), fc.ipV4(), fc.constantFrom('[2001:db8::1]', 'with_underscore.example')), port)
  .map(([name, number]) => `${name}:${number}`);
const furtherKafkaFields = {
  tls: fc.record({ enabled: fc.boolean(), ca: certificateAuthority }, { requiredKeys: [] }),
  sasl: fc.record(
    {
      mechanism: fc.constantFrom('PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'),
      credentialsSecretRef: credentials,
    },
    { requiredKeys: ['credentialsSecretRef'] },
  ),
};

/** Connections 6 and 7, by brokers or by a Secret. */
export const kafka = fc.oneof(
  fc.record(
    { bootstrapServers: fc.array(broker, { minLength: 1, maxLength: 16, size: 'small' }), ...furtherKafkaFields },
    { requiredKeys: ['bootstrapServers'] },
  ),
  fc.record({ secretKeyRef: keyRef, ...furtherKafkaFields }, { requiredKeys: ['secretKeyRef'] }),
);
