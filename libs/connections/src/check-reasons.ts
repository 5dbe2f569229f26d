/** Why a check of a connection came out as it did: the state that each reason belongs to, when it is given, and what to do about it. */
export const checkReasons = {
  Answers: { state: 'Reachable', meaning: 'It answers as it should.', remedy: 'Nothing to do.' },
  PodConnected: {
    state: 'Reachable',
    meaning: 'The pod that opens the connection says in its metrics that it stands.',
    remedy: 'Nothing to do.',
  },
  EndpointReady: {
    state: 'Reachable',
    meaning: 'The Service of the instance that is connected to has a ready pod behind it.',
    remedy: 'Nothing to do.',
  },
  CertificateExpiresSoon: {
    state: 'CertificateExpiring',
    meaning: 'It answers, and a certificate that it shows expires within 14 days.',
    remedy: 'Renew the certificate.',
  },
  NameNotFound: {
    state: 'Unreachable',
    meaning: 'The name has no address, seen from the namespace of the instance.',
    remedy: 'Mend the host in the spec, or make the Service or DNS record.',
  },
  NameServerFailing: {
    state: 'Unreachable',
    meaning: 'The name servers do not answer, or answer with an error.',
    remedy: 'Look at the DNS of the cluster.',
  },
  ConnectionRefused: {
    state: 'Unreachable',
    meaning: 'The host answers, but nothing listens on the port.',
    remedy: 'Start the server, or mend the port in the spec.',
  },
  NoRoute: {
    state: 'Unreachable',
    meaning: 'No way leads to the address.',
    remedy: 'Look at routes, firewalls and the network of the nodes.',
  },
  TimedOut: {
    state: 'Unreachable',
    meaning: 'No answer came in time; the message says to which step.',
    remedy:
      'When connecting: look at firewalls and network policies. Later: the server is overloaded, hangs, or speaks another protocol.',
  },
  ConnectionClosed: {
    state: 'Unreachable',
    meaning: 'The connection was made and ended by the other side before it answered.',
    remedy: 'Look at the log of the server; something before it may have nowhere to lead to.',
  },
  TlsRequired: {
    state: 'Unreachable',
    meaning: 'The server speaks TLS alone, and the spec says not to.',
    remedy: 'Switch TLS on in the spec, or mend the port.',
  },
  TlsNotOffered: {
    state: 'Unreachable',
    meaning: 'The spec asks for TLS, and the server does not speak it.',
    remedy: 'Switch TLS on in the server, or off in the spec, or mend the port.',
  },
  TlsFailed: {
    state: 'Unreachable',
    meaning: 'Both sides speak TLS and do not agree; the message has the code.',
    remedy: 'Look at versions and ciphers of the server, and whether it asks clients for a certificate.',
  },
  CertificateExpired: {
    state: 'Unreachable',
    meaning: 'A certificate that the server shows has expired.',
    remedy: 'Renew the certificate.',
  },
  CertificateNotYetValid: {
    state: 'Unreachable',
    meaning: 'A certificate that the server shows is not valid yet.',
    remedy: 'Look at the clocks, or at who issued it.',
  },
  CertificateNameMismatch: {
    state: 'Unreachable',
    meaning: 'The certificate is for another name than the one that is connected to.',
    remedy: 'Use a name of the certificate in the spec, or issue it for this one; verify-ca does not look at names.',
  },
  CertificateUntrusted: {
    state: 'Unreachable',
    meaning: 'The certificate is not signed by an authority that is trusted.',
    remedy: 'Give the authority of the server in the spec.',
  },
  AuthorityUnreadable: {
    state: 'Unreachable',
    meaning: 'What the spec names as authority is not a certificate in PEM.',
    remedy: 'Mend the Secret or ConfigMap.',
  },
  ProtocolError: {
    state: 'Unreachable',
    meaning: 'What answers does not speak the protocol that it should.',
    remedy: 'Mend host or port in the spec: another service is there.',
  },
  ServerError: {
    state: 'Unreachable',
    meaning: 'The server answers that it cannot serve; the message has its code.',
    remedy: 'Look at the log of the server.',
  },
  StartingUp: {
    state: 'Unreachable',
    meaning: 'The server is starting, recovering or stopping.',
    remedy: 'Wait; look at its log when it lasts.',
  },
  TooManyConnections: {
    state: 'Unreachable',
    meaning: 'The server takes no more connections.',
    remedy: 'Raise its limit, or find out who holds so many.',
  },
  NoLeader: {
    state: 'Unreachable',
    meaning: 'The Consul agent answers, but its servers have no leader.',
    remedy: 'Look at the Consul servers.',
  },
  NotACluster: {
    state: 'Unreachable',
    meaning: 'The spec says that the Redis nodes are a cluster, and they are not.',
    remedy: 'Set ixnNode.redis.cluster to false, or name the nodes of the cluster.',
  },
  ClusterIncomplete: {
    state: 'Unreachable',
    meaning: 'Some slots of the Redis cluster are served by no node.',
    remedy: 'Look at the nodes of the cluster.',
  },
  NodeUnreachable: {
    state: 'Unreachable',
    meaning: 'The server answers and leads clients on to a node that does not; the message names it and says why.',
    remedy: 'Start the node, or mend the address that it advertises; network policies must allow every one of them.',
  },
  PodNotConnected: {
    state: 'Unreachable',
    meaning:
      'The pod that opens the connection says in its metrics that it has none, whatever the operator itself has found.',
    remedy: 'Read the log of the pod; look at its network policy and at the Secrets that it was started with.',
  },
  NoReadyEndpoint: {
    state: 'Unreachable',
    meaning: 'The Service of the instance that is connected to has pods behind it, and none of them is ready.',
    remedy: 'Look at the condition of the workload that serves it.',
  },
  NoEndpoint: {
    state: 'Unreachable',
    meaning: 'The Service of the instance that is connected to has no pod behind it.',
    remedy: 'Start the workload that serves it (replicas), or look at its condition.',
  },
  EndpointsEnding: {
    state: 'Unreachable',
    meaning: 'All pods behind the Service of the instance that is connected to are being ended.',
    remedy: 'Wait for the next pod; look at the condition of the workload when it lasts.',
  },
  PasswordRejected: {
    state: 'AuthenticationFailed',
    meaning: 'User or password is wrong.',
    remedy: 'Mend the Secret, or the user in the server.',
  },
  PasswordRequired: {
    state: 'AuthenticationFailed',
    meaning: 'The server wants a login, and the spec gives none.',
    remedy: 'Name the Secret with the credentials in the spec.',
  },
  PasswordNotExpected: {
    state: 'AuthenticationFailed',
    meaning: 'The spec gives a login, and the server has none to compare it with.',
    remedy: 'Take the credentials out of the spec, or set a password in the server.',
  },
  LoginRefused: {
    state: 'AuthenticationFailed',
    meaning: 'The server does not let this user in, from here or to this database.',
    remedy: 'Grant the right; with PostgreSQL, look at pg_hba.conf and at the CONNECT privilege, too.',
  },
  MechanismRefused: {
    state: 'AuthenticationFailed',
    meaning: 'The server does not take logins of the kind that the spec says.',
    remedy: 'Mend kafka.sasl.mechanism, or enable it in the brokers.',
  },
  DatabaseMissing: {
    state: 'AuthenticationFailed',
    meaning: 'The database that the spec names does not exist.',
    remedy: 'Create it, or let the operator do so (db.provision).',
  },
  ThroughSidecar: {
    state: 'NotChecked',
    meaning: 'The address is the pod’s own (loopback or link-local): a sidecar or the node leads on from there.',
    remedy: 'Nothing to do; the pod’s own metrics tell whether it works.',
  },
  NotAllowed: {
    state: 'NotChecked',
    meaning: 'The operator may not connect to the address.',
    remedy: 'Nothing to do, unless it should.',
  },
  NotTold: {
    state: 'NotChecked',
    meaning: 'The pod does not tell by its metrics whether it is connected.',
    remedy: 'Nothing to do: it is asked in passing.',
  },
  Off: {
    state: 'NotChecked',
    meaning: 'spec.dependencyChecks, or --dependency-checks of the operator, switches the check off.',
    remedy: 'Nothing to do, unless it should be on.',
  },
  OutsideCluster: {
    state: 'NotChecked',
    meaning: 'The operator runs outside the cluster, from where names and addresses may mean something else.',
    remedy: 'Nothing to do; it checks when it is told to.',
  },
  NoPod: {
    state: 'NotChecked',
    meaning: 'The agent on the node of the pod is to be asked, and no pod of the workload is on a node yet.',
    remedy: 'Wait for the pod.',
  },
  SettingsUnreadable: {
    state: 'NotChecked',
    meaning:
      'A Secret or ConfigMap that the check needs cannot be read, or does not hold what it should; the message names it.',
    remedy: 'Mend it; the check follows by itself.',
  },
  Pending: { state: 'NotChecked', meaning: 'No check has been completed yet.', remedy: 'Wait for some seconds.' },
  CheckFailed: {
    state: 'NotChecked',
    meaning: 'The check itself went wrong, which says nothing of the dependency.',
    remedy: 'Report it, with the log of the operator.',
  },
} as const satisfies Record<string, { readonly state: string; readonly meaning: string; readonly remedy: string }>;

export type CheckReason = keyof typeof checkReasons;

/** How a dependency stands. */
export type CheckState = (typeof checkReasons)[CheckReason]['state'];

/** The reasons of one state. */
export type ReasonOf<State extends CheckState> = {
  [Reason in CheckReason]: (typeof checkReasons)[Reason]['state'] extends State ? Reason : never;
}[CheckReason];

/** The state that a reason belongs to. */
export function checkStateOf(reason: CheckReason): CheckState {
  return checkReasons[reason].state;
}

/** What is known of a row that is checked. The reason says the state, too. */
export interface DependencyVerdict {
  readonly reason: CheckReason;
  /** Half a sentence for people, the same as long as nothing changes: without times that pass, and without anything of a Secret. */
  readonly message: string;
}
