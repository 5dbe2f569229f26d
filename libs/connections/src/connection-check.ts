import type { Workload } from './parties.ts';

/** One key of a Secret or ConfigMap in the namespace of the instance. */
export interface KeyReference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly key: string;
}

/** A user and a password, each in a key. */
export interface CredentialsReference {
  readonly username: KeyReference;
  readonly password: KeyReference;
}

/** All that is needed to find out whether a configured outgoing row works. It has no content of any Secret. */
export type ConnectionCheck = {
  readonly row: number;
  /** Who opens the connection. */
  readonly workload: Workload;
  /** Where the pods of that workload say themselves whether they are connected: their word counts for more than a look. */
  readonly podMetric?: PodMetric;
} & (
  | { readonly kind: 'dial'; readonly target: DialTarget; readonly tls: CheckTls; readonly speaks: CheckSpeech }
  /** Both ends are ours: the endpoints of this Service tell. */
  | { readonly kind: 'own-service'; readonly service: string }
  /** Consul Connect leads on from the loopback of the pod: nothing can be asked from outside. */
  | { readonly kind: 'sidecar' }
);

/** A metric of a pod: 1 while it is connected, 0 while it is not. */
export interface PodMetric {
  readonly name: string;
  /** The port where pods serve /metrics. */
  readonly port: number;
}

/** What is dialled; of several endpoints each one is to answer. */
export type DialTarget =
  | { readonly from: 'spec'; readonly endpoints: readonly { readonly host: string; readonly port: number }[] }
  /** The agents on the nodes of the pods of the workload. */
  | { readonly from: 'pod-hosts'; readonly port: number }
  /** The vendor's JSON document {bootstrap}, with host:port,host:port. No message may name what is in it. */
  | { readonly from: 'document'; readonly document: KeyReference };

/** The TLS modes of PostgreSQL, for every protocol. `require` encrypts and verifies nothing. */
export interface CheckTls {
  readonly mode: 'disable' | 'require' | 'verify-ca' | 'verify-full';
  /** PEM; the system's own authorities when absent. */
  readonly authority?: KeyReference;
}

/** What is spoken once a connection stands. */
export type CheckSpeech =
  | { readonly protocol: 'tcp' | 'http' | 'consul' }
  | { readonly protocol: 'postgresql'; readonly login?: CredentialsReference & { readonly database: string } }
  | {
      readonly protocol: 'redis';
      readonly cluster: boolean;
      /**
       * The vendor's JSON document {password, port, rejectUnauthorized, servername}: what it says goes before what the spec
       * says, as far as it says anything.
       */
      readonly document?: KeyReference;
    }
  | {
      readonly protocol: 'kafka';
      readonly login?: CredentialsReference & { readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' };
    };
