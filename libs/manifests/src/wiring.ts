import {
  type Connection,
  type ConnectionContext,
  type ResolvedMount,
  type Wiring,
  wiringOf,
  type Workload,
} from '@ixn/connections';
import type { InteractionServer } from '@ixn/interaction-server';
import { databaseName } from './databases.ts';
import { workloadObjectName } from './names.ts';
import { sortedByKey } from './sorted-by-key.ts';

export type { ResolvedMount };

/**
 * What the connections of an instance are resolved against: its spec, with the names of databases that follow from the tenant
 * filled in, and the names of its own Services.
 */
export function connectionContext({ name, spec }: InteractionServer): ConnectionContext {
  const { tenant, ixnServer, ixnNode } = spec;
  return {
    spec: {
      ...spec,
      ixnServer: {
        ...ixnServer,
        ...(ixnServer.db && { db: { name: databaseName(spec, 'ixnServer'), ...ixnServer.db } }),
      },
      ixnNode: { ...ixnNode, ...(ixnNode.db && { db: { name: databaseName(spec, 'ixnNode'), ...ixnNode.db } }) },
    },
    tenantId: tenant.id,
    services: {
      ixnServer: workloadObjectName(name, 'ixnServer'),
      ixnNode: workloadObjectName(name, 'ixnNode'),
      ixnVQNode: workloadObjectName(name, 'ixnVQNode'),
    },
    connect: spec.consulConnect.enabled,
  };
}

/** What a workload must be told: who it is, where it listens, and all that its outgoing rows need. */
export function workloadWiring(
  { spec }: InteractionServer,
  workload: Workload,
  table: readonly Connection[],
  context: ConnectionContext,
): Wiring {
  const wiring = wiringOf(workload, table, context);
  return {
    ...wiring,
    environment: {
      TENANT_ID: spec.tenant.id,
      TENANT_SID: spec.tenant.sid,
      DEFAULT_PORT: String(spec[workload].ports.default),
      HEALTH_PORT: String(spec[workload].ports.health),
      ...(workload === 'ixnNode' && nodeSettings(spec.ixnNode)),
      ...wiring.environment,
    },
  };
}

/** What IXN Node is told beside its rows: its own settings, as JSON, and whether it stores sessions. */
function nodeSettings({ settings, storingSessions }: InteractionServer['spec']['ixnNode']) {
  return {
    ...(settings && { SETTINGS: JSON.stringify(sortedByKey(settings)) }),
    STORING_SESSIONS: String(storingSessions.enabled),
  };
}
