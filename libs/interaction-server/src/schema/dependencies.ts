import { z } from 'zod';
import { hostSchema, objectNameSchema, portSchema } from './primitives.ts';
import { matching, withRule } from './rule.ts';

/** A key of a Secret or ConfigMap. */
function keySchema(description: string, example: string) {
  return matching(
    z.string().min(1).max(253).describe(description),
    // Kubernetes takes no key that is . or begins with .., as it becomes the name of a file.
    '^([-_a-zA-Z0-9]|[.][-_a-zA-Z0-9])[-._a-zA-Z0-9]*$',
    `must be a key: letters, digits, -, _ and ., such as ${example}`,
  );
}

/** A reference to one key of a Secret or ConfigMap in the namespace of the resource. */
function keyRefSchema(description: string, example: string) {
  return z
    .object({
      name: objectNameSchema('Name of the object, in the namespace of the resource.'),
      key: keySchema('Key in the object.', example),
    })
    .describe(description);
}

/** A reference to a Secret with the keys username and password. */
export function credentialsSchema(description: string) {
  return z
    .object({ name: objectNameSchema('Name of the Secret, in the namespace of the resource.') })
    .describe(`${description} It has the keys username and password.`);
}

/** Where the certificate of an authority stands: in a Secret or in a ConfigMap. */
const certificateAuthoritySchema = withRule(
  z
    .object({
      secretKeyRef: keyRefSchema('Key of a Secret that has it, PEM.', 'ca.crt').exactOptional(),
      configMapKeyRef: keyRefSchema('Key of a ConfigMap that has it, PEM.', 'ca.crt').exactOptional(),
    })
    .describe('Authority that signed the certificate of the server; the system’s own when absent.'),
  {
    cel: 'has(self.secretKeyRef) != has(self.configMapKeyRef)',
    message: 'give either secretKeyRef or configMapKeyRef',
    holds: (value) => (value.secretKeyRef === undefined) !== (value.configMapKeyRef === undefined),
  },
);

/** Who makes a database and its role, where the operator is to have them made. */
const provisionSchema = z
  .object({
    adminSecretRef: z
      .object({
        name: objectNameSchema('Name of the Secret, in the namespace of the resource.'),
        usernameKey: keySchema('Key of the name.', 'username').default('username'),
        passwordKey: keySchema('Key of the password.', 'password').default('password'),
      })
      .describe('Secret with a role of the server that may create roles and databases.'),
  })
  .describe(
    'Has role, database and grants created where they are missing, and the password of the role changed with its Secret; never drops anything. When absent, the database must exist.',
  );

/** A database whose role is another one than that which makes it. */
function withProvisionRule<Schema extends z.ZodType<DatabaseRoles>>(schema: Schema): Schema {
  return withRule(schema, {
    cel: "!has(self.provision) || self.provision.adminSecretRef.name != self.credentialsSecretRef.name || (has(self.provision.adminSecretRef.usernameKey) && self.provision.adminSecretRef.usernameKey != 'username')",
    message: 'the role of the database must not be the one that makes it: name another Secret, or another usernameKey',
    holds: ({ provision, credentialsSecretRef }) =>
      provision?.adminSecretRef.name !== credentialsSecretRef.name ||
      provision.adminSecretRef.usernameKey !== 'username',
  });
}

interface DatabaseRoles {
  readonly credentialsSecretRef: { readonly name: string };
  readonly provision?: z.output<typeof provisionSchema>;
}

/** What every server has: rights that are granted on these are rights on the whole server, or on every database made later. */
const serverDatabases: readonly string[] = ['postgres', 'template0', 'template1'];

const databaseFields = {
  host: hostSchema('Host of the database server.'),
  name: withRule(
    matching(
      z.string().min(1).max(63).describe('Name of the database; the vendor’s name with the tenant’s sid when absent.'),
      '^[A-Za-z0-9_][-A-Za-z0-9_]*$',
      'must be letters, digits, _ and -, such as ixn-100',
    ),
    {
      cel: `!(self in ['${serverDatabases.join("', '")}'])`,
      message: `must be a database of its own, not ${serverDatabases.join(', ')}, which the server itself has`,
      holds: (value) => !serverDatabases.includes(value),
    },
  ).exactOptional(),
  credentialsSecretRef: credentialsSchema('Secret with the user of the database.'),
  sslMode: z
    .enum(['disable', 'require', 'verify-ca', 'verify-full'])
    .default('disable')
    .describe('Whether the database is spoken to over TLS, and what of its certificate is verified.'),
  ca: certificateAuthoritySchema.exactOptional(),
  provision: provisionSchema.exactOptional(),
};

/** Whether the image's own init container makes the schema. */
export const dbinitSchema = z
  .object({
    enabled: z
      .boolean()
      .default(true)
      .describe('Whether the schema is made where there is none; it is never replaced.'),
  })
  .prefault({})
  .describe('Creation of the database schema by the image’s own init container.');

/** Connection 16. */
export const ixnServerDbSchema = withProvisionRule(
  z
    .object({
      ...databaseFields,
      port: portSchema('ixnServer.db.port', 'Port of the database server.'),
      connectionString: z
        .string()
        .max(1024)
        .exactOptional()
        .describe('Further connection options, such as KeepaliveInterval=1;KeepaliveTime=60;. No credentials.'),
    })
    .describe('Database of IXN (connection 16); ixn-<sid> when it has no name.'),
);

/** Connection 17. */
export const ixnNodeDbSchema = withProvisionRule(
  z
    .object({
      ...databaseFields,
      port: portSchema('ixnNode.db.port', 'Port of the database server.'),
      options: z
        .object({
          keepAlive: z.boolean().default(true).describe('Whether idle connections are kept alive.'),
          keepAliveInitialDelayMillis: z
            .int32()
            .min(0)
            .max(86_400_000)
            .default(300_000)
            .describe('Milliseconds of silence before the first sign of life.'),
        })
        .prefault({})
        .describe('Options of the connection.'),
    })
    .describe('Database of IXN Node (connection 17); ixn-node-<sid> when it has no name.'),
);

/** Connection 1. */
export const consulSchema = z
  .object({
    host: hostSchema('Host of a Consul agent; the one on the pod’s own node when absent.').exactOptional(),
    port: portSchema('ixnNode.consul.port', 'Port of the Consul agent.'),
    sslMode: z.boolean().default(false).describe('Whether the agent is spoken to over TLS.'),
  })
  .describe('Consul agent for service discovery (connection 1).');

/** Connection 13. */
export const voiceRqSchema = z
  .object({
    host: hostSchema('Host of the Voice RQ service.'),
    port: z.int32().min(1).max(65_535).describe('Port of the Voice RQ service; it has no default.'),
  })
  .describe('Voice RQ service, for streams of interaction content (connection 13).');

/** Connection 14. */
export const configNodeSchema = z
  .object({
    host: hostSchema('Host of the Config Node service.'),
    port: portSchema('ixnNode.configNode.port', 'Port of the Config Node service.'),
  })
  .describe('Voice config, the Config Node service (connection 14).');

const maxEndpoints = 16;

/** Connection 15. */
export const redisSchema = z
  .object({
    nodes: z
      .array(
        z
          .object({
            host: hostSchema('Host of a Redis node.'),
            port: portSchema('ixnNode.redis.nodes.port', 'Port of the Redis node.'),
          })
          .describe('A Redis node.'),
      )
      .min(1)
      .max(maxEndpoints)
      .describe('Redis nodes; one, or some of a cluster.'),
    cluster: z.boolean().default(false).describe('Whether the nodes are a Redis cluster.'),
    secretKeyRef: keyRefSchema(
      'Key of the Secret with the vendor’s JSON document {password, port, rejectUnauthorized, servername}.',
      'voice-redis-ors-stream',
    ).exactOptional(),
    tls: z
      .object({
        enabled: z.boolean().default(false).describe('Whether the nodes are spoken to over TLS.'),
        rejectUnauthorized: z
          .boolean()
          .default(true)
          .describe('Whether a certificate that cannot be verified is refused.'),
      })
      .prefault({})
      .describe('TLS to the Redis nodes.'),
  })
  .describe('ORS Redis Stream, for ids to route and routing instructions (connection 15).');

/** Connection 19. */
export const pulseSchema = z
  .object({
    statServers: z
      .array(
        z
          .object({
            host: hostSchema('Host of a Pulse Stat Server.'),
            port: portSchema('ixnServer.pulse.statServers.port', 'Its port, as Config Server defines it.'),
          })
          .describe('A Pulse Stat Server.'),
      )
      .min(1)
      .max(maxEndpoints)
      .describe('Pulse Stat Servers that IXN streams statistics to.'),
  })
  .describe('Pulse Stat Servers (connection 19).');

// A class that begins with ] is empty in JavaScript, so the closing bracket stands by itself.
const hostPortPattern =
  '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?|[[][0-9A-Fa-f:.]+]):([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$';

/** Connections 6 and 7: one place for both. */
export const kafkaSchema = withRule(
  z
    .object({
      bootstrapServers: z
        .array(
          matching(
            z.string().min(3).max(261).describe('host:port of a broker.'),
            hostPortPattern,
            'must be host:port, such as kafka-0.example.com:9092',
          ),
        )
        .min(1)
        .max(maxEndpoints)
        .exactOptional()
        .describe('Brokers to begin with.'),
      secretKeyRef: keyRefSchema(
        'Key of the shared Secret with the vendor’s JSON document {bootstrap}.',
        'kafka-secrets',
      ).exactOptional(),
      tls: z
        .object({
          enabled: z.boolean().default(false).describe('Whether the brokers are spoken to over TLS.'),
          ca: certificateAuthoritySchema.exactOptional(),
        })
        .prefault({})
        .describe('TLS to the brokers.'),
      sasl: z
        .object({
          mechanism: z
            .enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])
            .default('SCRAM-SHA-512')
            .describe('How to log in.'),
          credentialsSecretRef: credentialsSchema('Secret with the user.'),
        })
        .exactOptional()
        .describe('Login to the brokers; none when absent.'),
    })
    .describe('Kafka for reporting, of IXN (connection 6) and VQ Node (connection 7).'),
  {
    cel: 'has(self.bootstrapServers) != has(self.secretKeyRef)',
    message: 'give either bootstrapServers or secretKeyRef',
    holds: (value) => (value.bootstrapServers === undefined) !== (value.secretKeyRef === undefined),
  },
);
