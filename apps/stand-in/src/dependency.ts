import type { Endpoint } from './endpoint.ts';

/** Which certificates are taken for good. */
export interface Trust {
  /** What of a certificate must be right: nothing, who signed it, or its name as well. */
  readonly verified: 'nothing' | 'authority' | 'authority and name';
  /** Certificate of the authority, PEM; undefined for those that the system knows. */
  readonly authority?: string | undefined;
  /** The name to ask for and to find; undefined for the host's own. */
  readonly serverName?: string | undefined;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

export interface SaslLogin extends Credentials {
  readonly mechanism: (typeof saslMechanisms)[number];
}

interface Reachable {
  /** Never empty; several are ways to one and the same thing. */
  readonly endpoints: readonly Endpoint[];
}

/** Spoken to without TLS where it is undefined. */
interface Encryptable extends Reachable {
  readonly tls: Trust | undefined;
}

/** A database and how to log in to it. */
export interface PostgresqlDependency extends Encryptable {
  readonly kind: 'postgresql';
  readonly database: string;
  readonly credentials: Credentials;
  /** Silence after which a sign of life is asked for; undefined for never. */
  readonly keepAliveDelayMs: number | undefined;
}

export interface RedisDependency extends Encryptable {
  readonly kind: 'redis';
  readonly cluster: boolean;
  readonly password: string | undefined;
}

export interface KafkaDependency extends Encryptable {
  readonly kind: 'kafka';
  readonly sasl: SaslLogin | undefined;
}

export interface HttpDependency extends Encryptable {
  readonly kind: 'consul' | 'http';
}

/** Speaks a protocol that only the vendor knows. */
export interface TcpDependency extends Reachable {
  readonly kind: 'tcp';
}

/** Something that a role depends on, and all that it takes to use it. */
export type Dependency = PostgresqlDependency | RedisDependency | KafkaDependency | HttpDependency | TcpDependency;
