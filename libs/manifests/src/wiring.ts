import type { Workload } from '@ixn/connections';
import type { InteractionServer } from '@ixn/interaction-server';
import { workloadObjectName } from './names.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string>>;

/** Keys of a Secret that a container reads as files. */
export interface SecretMount {
  /** Name of the volume. */
  readonly volume: string;
  readonly secretName: string;
  /** The keys in use, sorted; each becomes a file of that name. */
  readonly keys: readonly string[];
  /** The folder in the container. */
  readonly mountPath: string;
}

/** The vendor mounts the contents of Secrets below this folder. */
const secretsFolder = '/mnt/env-secrets';

interface Wiring {
  readonly environment: Environment;
  readonly secretMounts: readonly SecretMount[];
}

/** What a workload must be told to open its connections: settings as environment variables, credentials as files. */
export function workloadWiring(instance: InteractionServer, workload: Workload): Wiring {
  const { spec } = instance;
  const { environment, secretMounts } = ownWiring(instance, workload);
  return {
    environment: {
      TENANT_ID: spec.tenant.id,
      TENANT_SID: spec.tenant.sid,
      DEFAULT_PORT: String(spec[workload].ports.default),
      HEALTH_PORT: String(spec[workload].ports.health),
      ...environment,
    },
    secretMounts,
  };
}

function ownWiring(instance: InteractionServer, workload: Workload): Wiring {
  switch (workload) {
    case 'ixnServer':
      return ixnServerWiring(instance);
    case 'ixnNode':
      return ixnNodeWiring(instance);
    case 'ixnVQNode':
      return { environment: {}, secretMounts: [] };
  }
}

/** Connections 5 (Config Server) and 16 (IXN DB). */
function ixnServerWiring({ spec }: InteractionServer): Wiring {
  const { confServer, db } = spec.ixnServer;
  return {
    environment: {
      ...(confServer && {
        CONF_SERVER_HOST: confServer.host,
        CONF_SERVER_PORT: String(confServer.port),
        CONF_SERVER_APP_NAME: confServer.appName,
      }),
      ...(db && {
        DB_ENGINE: 'postgre',
        DB_HOST: db.host,
        DB_PORT: String(db.port),
        DB_NAME: db.name ?? `ixn-${spec.tenant.sid}`,
      }),
    },
    secretMounts: db
      ? [
          {
            volume: 'db-secrets',
            secretName: db.credentialsSecretRef.name,
            keys: ['password', 'username'],
            mountPath: `${secretsFolder}/db-secrets`,
          },
        ]
      : [],
  };
}

/** Connection 2: the node opens the IXN protocol at the Service of its own IXN. */
function ixnNodeWiring({ name, spec }: InteractionServer): Wiring {
  return {
    environment: {
      IXN_HOST: workloadObjectName(name, 'ixnServer'),
      IXN_PORT: String(spec.ixnServer.ports.default),
    },
    secretMounts: [],
  };
}
