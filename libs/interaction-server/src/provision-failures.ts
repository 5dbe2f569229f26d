/** What can keep a database from being provisioned, as the Job says it: what happened, and what to do about it. */
export const provisionFailures = {
  DatabaseUnreachable: {
    meaning: 'The Job that provisions a database cannot connect to its server.',
    remedy: 'Mend host and port of the db, the name service, or what lies between: a firewall, a NetworkPolicy.',
  },
  DatabaseTlsFailed: {
    meaning: 'The database server offers no TLS, or its certificate does not pass what sslMode asks for.',
    remedy: 'Mend the certificate of the server, the ca of the db, or its sslMode.',
  },
  AdminLoginFailed: {
    meaning: 'The database server does not let the role of provision.adminSecretRef in.',
    remedy: 'Mend user name and password in that Secret, or the server’s pg_hba.conf.',
  },
  AdminRightsMissing: {
    meaning: 'The role of provision.adminSecretRef lacks a right that the next step needs; the message says which.',
    remedy: 'Grant it, as docs/databases.md says, or take that step by hand.',
  },
  CredentialsUnusable: {
    meaning: 'A user name or password in a Secret is empty, too long, or has characters that none can have.',
    remedy: 'Mend the Secret; a line break at the end counts.',
  },
  RoleUnsuitable: {
    meaning:
      'The role of the database exists and cannot be used: it may not log in, is a superuser, or is the administrator.',
    remedy: 'Name another role in the Secret, or change this one yourself; it is left as it is.',
  },
  RoleLoginFailed: {
    meaning: 'The role has the password of its Secret, and the database server does not let it in all the same.',
    remedy: 'Look at the server’s pg_hba.conf, at connection limits, and at the time until which the role is valid.',
  },
  DatabaseOwnedByOther: {
    meaning:
      'A database of that name exists and is a template, or belongs to another role and the role of the Secret lacks rights on it.',
    remedy: 'Give the db another name, or grant the role what it needs as that owner.',
  },
  DatabaseBusy: {
    meaning: 'The database server kept a step waiting for too long, such as behind another Job for the same role.',
    remedy: 'Wait; when it lasts, look for locks and load on the server.',
  },
  DatabaseServerFailed: {
    meaning:
      'The database server answered a step with an error, whose SQLSTATE is in the message, or in a way not understood.',
    remedy: 'Look that up in PostgreSQL’s list, and at the log of the server; see that it is PostgreSQL that answers.',
  },
  ProvisioningFailed: {
    meaning: 'The Job that provisions a database failed, and its pod left no word of its own.',
    remedy: 'Look at the Job that status.databases names, at its events and the log of its pod.',
  },
} as const satisfies Record<string, { readonly meaning: string; readonly remedy: string }>;

export type ProvisionFailure = keyof typeof provisionFailures;
