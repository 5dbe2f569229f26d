import type { CheckReason } from '@ixn/connections';

/** One thing that is broken for real, and what the status of the instance then says of the rows. */
export interface Failure {
  /** Completes "what happens when ...". */
  readonly when: string;
  readonly reason: CheckReason;
}

/** What stands at the other end of some rows, and all that is done to it. */
export interface Dependency {
  readonly rows: readonly number[];
  readonly name: string;
  readonly failures: Readonly<Record<string, Failure>>;
}

const stopped = { when: 'the server is stopped', reason: 'ConnectionRefused' } as const;
const hanging = { when: 'the server hangs: it takes connections and keeps silent', reason: 'TimedOut' } as const;
const elsewhere = { when: 'another service listens on the port in the spec', reason: 'ProtocolError' } as const;
const unknownName = { when: 'the host in the spec has no address', reason: 'NameNotFound' } as const;
const expired = { when: 'the certificate of the server has expired', reason: 'CertificateExpired' } as const;
const expiring = { when: 'the certificate of the server expires in a week', reason: 'CertificateExpiresSoon' } as const;
const wrongName = { when: 'the certificate is for another name', reason: 'CertificateNameMismatch' } as const;
const untrusted = { when: 'the certificate comes from another authority', reason: 'CertificateUntrusted' } as const;
const secretMissing = { when: 'the Secret that the spec names is deleted', reason: 'SettingsUnreadable' } as const;

/** Of a server of which nothing is known but its port. */
const anyServer = {
  stopped,
  unknownName,
  full: { when: 'the server hangs, and no more connections fit into its queue', reason: 'TimedOut' },
  noRoute: { when: 'no way leads to the address', reason: 'NoRoute' },
} as const;

const podSaysNo = { when: 'its pod says by its metric that it is not connected', reason: 'PodNotConnected' } as const;

/**
 * The table of row, failure and reason. `npm run test:wiring` makes each of the failures on real servers and sees the reason in
 * the status, and that the row is well again after mending; docs/connections.md shows it.
 */
export const failureTable = {
  consul: {
    rows: [1],
    name: 'Consul agent on the node of the pod',
    failures: {
      stopped,
      hanging,
      elsewhere,
      tlsNotOffered: { when: 'the spec asks for TLS, and the agent speaks none', reason: 'TlsNotOffered' },
      notOnNode: { when: 'nothing listens on the port in the spec', reason: 'ConnectionRefused' },
    },
  },
  ixn: {
    rows: [2],
    name: 'IXN of the same instance',
    failures: {
      unready: { when: 'its pod is not ready', reason: 'NoReadyEndpoint' },
      crashing: { when: 'its container crashes again and again', reason: 'NoReadyEndpoint' },
      ending: { when: 'its pod is being ended', reason: 'EndpointsEnding' },
      stopped: { when: 'it is stopped (replicas 0)', reason: 'NoEndpoint' },
    },
  },
  configServer: { rows: [5], name: 'Config Server', failures: { ...anyServer, podSaysNo } },
  voiceRq: { rows: [13], name: 'Voice RQ', failures: { ...anyServer, podSaysNo } },
  pulse: { rows: [19], name: 'Pulse Stat Servers', failures: anyServer },
  voiceConfig: {
    rows: [14],
    name: 'Voice config',
    failures: {
      stopped,
      hanging,
      elsewhere,
      unknownName,
      failing: { when: 'the server answers with HTTP status 503', reason: 'ServerError' },
    },
  },
  redis: {
    rows: [15],
    name: 'Redis',
    failures: {
      stopped,
      hanging,
      wrongPassword: { when: 'the password in the Secret is wrong', reason: 'PasswordRejected' },
      noPassword: { when: 'the Secret has no password, and the server wants one', reason: 'PasswordRequired' },
      notACluster: { when: 'the spec says that it is a cluster', reason: 'NotACluster' },
      brokenDocument: { when: 'the Secret has no JSON document in it', reason: 'SettingsUnreadable' },
      tlsRequired: { when: 'the spec does not ask for TLS, and the server speaks nothing else', reason: 'TlsRequired' },
      expired,
      expiring,
      wrongName,
      untrusted,
      podSaysNo,
    },
  },
  redisCluster: {
    rows: [15],
    name: 'Redis cluster',
    failures: {
      nodeStopped: { when: 'another node of the cluster is stopped', reason: 'NodeUnreachable' },
      tlsNotOffered: { when: 'the spec asks for TLS, and the nodes speak none', reason: 'TlsNotOffered' },
      wrongPassword: { when: 'the password in the Secret is wrong', reason: 'PasswordRejected' },
      allStopped: { when: 'all nodes are stopped', reason: 'ConnectionRefused' },
    },
  },
  postgresql: {
    rows: [16, 17],
    name: 'PostgreSQL',
    failures: {
      stopped,
      hanging,
      wrongPassword: { when: 'the password in the Secret is wrong', reason: 'PasswordRejected' },
      databaseMissing: { when: 'the database does not exist', reason: 'DatabaseMissing' },
      notGranted: { when: 'the user may not connect to the database', reason: 'LoginRefused' },
      secretMissing,
      expired,
      expiring,
      wrongName,
      untrusted,
    },
  },
  kafka: {
    rows: [6, 7],
    name: 'Kafka over TLS',
    failures: { stopped, hanging, unknownName, expired, expiring, wrongName, untrusted },
  },
  kafkaLogin: {
    rows: [6, 7],
    name: 'Kafka with a login',
    failures: {
      wrongPassword: { when: 'the password in the Secret is wrong', reason: 'PasswordRejected' },
      mechanism: { when: 'the brokers do not take the mechanism in the spec', reason: 'MechanismRefused' },
      noLogin: { when: 'the spec has no login, and the brokers want one', reason: 'PasswordRequired' },
      notExpected: {
        when: 'the spec has a login, and the brokers have none on that port',
        reason: 'PasswordNotExpected',
      },
    },
  },
  kafkaSecret: {
    rows: [6, 7],
    name: 'Kafka whose brokers a Secret names',
    failures: {
      wrongPort: { when: 'nothing listens on the port in the Secret', reason: 'ConnectionRefused' },
      unknownName: { when: 'the host in the Secret has no address', reason: 'NameNotFound' },
      brokenDocument: { when: 'the Secret has no JSON document in it', reason: 'SettingsUnreadable' },
      secretMissing,
    },
  },
} as const satisfies Record<string, Dependency>;

export type DependencyName = keyof typeof failureTable;
