import { createHmac } from 'node:crypto';
import type { Secret } from './secret.ts';

/** What is to be found out: whether what stands at this endpoint answers, with these settings. */
export interface DependencyCheck {
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /**
   * The domains that a short name is tried in, in this order, as resolv.conf has them for a pod of the instance; none where
   * names are always whole.
   */
  readonly searchDomains: readonly string[];
  /** Whether host and port came out of a Secret; then no message names an address. */
  readonly addressIsSecret?: boolean;
  readonly tls: TlsSettings;
  readonly protocol: ProtocolSettings;
}

/** The TLS modes of PostgreSQL, for every protocol. `require` encrypts and verifies nothing. */
export type TlsSettings =
  | { readonly mode: 'disable' | 'require' }
  | {
      readonly mode: 'verify-ca' | 'verify-full';
      /** PEM; the system's own authorities when absent. */
      readonly authority?: string;
      /** The name that the certificate must be for, where that is another than the host. */
      readonly serverName?: string;
    };

/** What is spoken once a connection stands. */
export type ProtocolSettings =
  | { readonly kind: 'tcp' | 'http' | 'consul' }
  /** What stands there is a pod of ours, whose metric of this name tells whether it is connected: 1, or 0. */
  | { readonly kind: 'pod-metric'; readonly metric: string }
  /** Without a login the server is asked no more than whether it is one. */
  | { readonly kind: 'postgresql'; readonly login?: Credentials & { readonly database: string } }
  | {
      readonly kind: 'redis';
      readonly login?: { readonly username?: Secret; readonly password: Secret };
      /** Whether the node must belong to a cluster that serves all slots, and all of its nodes are to answer. */
      readonly cluster: boolean;
    }
  | { readonly kind: 'kafka'; readonly login?: Credentials & { readonly mechanism: SaslMechanism } };

export interface Credentials {
  readonly username: Secret;
  readonly password: Secret;
}

export type SaslMechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

/**
 * The same text for the same check, whoever asks for it, and another for one that differs in anything, passwords included.
 * `salt` keeps passwords from being guessed by it; it must be random and stay in the process.
 */
export function keyOfCheck(check: DependencyCheck, salt: string): string {
  return createHmac('sha256', salt).update(canonical(check)).digest('base64url');
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const reveal: unknown = Reflect.get(value, 'reveal');
  if (typeof reveal === 'function') return JSON.stringify({ secret: String(Reflect.apply(reveal, value, [])) });
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}
