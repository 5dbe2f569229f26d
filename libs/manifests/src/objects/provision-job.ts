import type { V1JobSpec, V1PodSpec, V1Volume } from '@kubernetes/client-node';
import { secretsFolder } from '@ixn/connections';
import { databaseInputsAnnotation } from '../annotations.ts';
import { databaseInputs, type ProvisionedDatabase } from '../databases.ts';
import { fingerprint } from '../fingerprint.ts';
import { fingerprinted } from '../fingerprinted.ts';
import { provisionLabels } from '../labels.ts';
import type { Manifest } from '../manifest.ts';
import { hardening } from '../pod/containers.ts';
import type { ResolvedInstance } from '../resolve.ts';
import { objectMetadata } from './object-metadata.ts';

/** What a Job that provisions a database is made from, beside the spec. */
export interface ProvisionInputs {
  /** The operator's own image. */
  readonly image: string;
  /** Digest of the Secret of the database's role. */
  readonly credentials: string;
  /** Digests of how the Job gets to the server: the administrator's Secret, and the authority where there is one. */
  readonly access: readonly string[];
}

/** How long a try may take, with all that comes before its container runs. */
const tryDeadlineSeconds = 600;
/** How long a finished Job is kept for whoever wants to read its log. */
const keptSeconds = 3600;

/**
 * The Job that provisions a database. It tries once: the operator makes it anew, so that the reason of a failure is told at
 * once. It can never be changed, so its name has a fingerprint of all that it is made from.
 */
export function provisionJob(
  instance: ResolvedInstance,
  database: ProvisionedDatabase,
  { image, credentials, access }: ProvisionInputs,
): Manifest {
  const workload = instance.workloads[database.workload];
  const template = {
    metadata: { labels: provisionLabels(instance.name, database.workload) },
    spec: podSpec(instance, database, image),
  } satisfies V1JobSpec['template'];
  const name = `${workload.name}-db-${fingerprint({ template, credentials, access }).slice(0, nameDigits)}`;
  const metadata = objectMetadata(instance, workload, name);
  const annotations = { [databaseInputsAnnotation]: databaseInputs(database, credentials) };
  return fingerprinted(
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { ...metadata, annotations },
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: tryDeadlineSeconds,
        ttlSecondsAfterFinished: keptSeconds,
        template,
      },
    },
    { workload: database.workload, customised: false },
  );
}

/** As many as leave the name a DNS-1035 label of 63 characters. */
const nameDigits = 10;

/** A pod as the `restricted` pod security standard asks for it. It calls no Kubernetes API and has no token. */
function podSpec(instance: ResolvedInstance, database: ProvisionedDatabase, image: string) {
  const { host, port, name, sslMode, credentialsSecret, admin } = database;
  const environment = {
    DB_HOST: host,
    DB_PORT: String(port),
    DB_NAME: name,
    DB_SSL_MODE: sslMode,
    // For words alone.
    DB_ROLE_SECRET: credentialsSecret,
    DB_ADMIN_SECRET: admin.secret,
  };
  const volumes = volumesOf(database);
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 10,
    ...(instance.pullSecrets.length > 0 && {
      imagePullSecrets: instance.pullSecrets.map((secret) => ({ name: secret })),
    }),
    // The image says which user it runs as.
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'provision',
        image,
        imagePullPolicy: 'IfNotPresent',
        args: ['provision'],
        env: Object.entries(environment).map(([variable, value]) => ({ name: variable, value })),
        resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { cpu: '1', memory: '256Mi' } },
        securityContext: hardening(),
        volumeMounts: volumes.map((volume) => ({
          name: volume.name,
          mountPath: `${secretsFolder}/${volume.name}`,
          readOnly: true,
        })),
      },
    ],
    volumes,
  } satisfies V1PodSpec;
}

/** Credentials come as files: what is in the environment ends up in more places. */
function volumesOf({ credentialsSecret, admin, ca }: ProvisionedDatabase): V1Volume[] {
  const items = (username: string, password: string) => [
    { key: username, path: 'username' },
    { key: password, path: 'password' },
  ];
  const authority = (): V1Volume[] => {
    if (ca === undefined) return [];
    const file = [{ key: ca.key, path: 'ca.crt' }];
    return ca.kind === 'Secret'
      ? [{ name: 'db-ca', secret: { secretName: ca.name, items: file } }]
      : [{ name: 'db-ca', configMap: { name: ca.name, items: file } }];
  };
  return [
    { name: 'db-secrets', secret: { secretName: credentialsSecret, items: items('username', 'password') } },
    { name: 'db-admin', secret: { secretName: admin.secret, items: items(admin.usernameKey, admin.passwordKey) } },
    ...authority(),
  ];
}
