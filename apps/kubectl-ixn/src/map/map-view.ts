import { checkReasons, connections, parties, standingOf } from '@ixn/connections';
import type { Instance } from '../cluster/instance.ts';
import { type ConnectionRow, connectionRows } from '../connections/connection-rows.ts';
import type { MapLink, MapParty, MapRow, MapView, Since } from './map-types.ts';

export interface MapViewInput {
  readonly instance: Instance;
  /** By the number of the row. */
  readonly since: ReadonlyMap<number, Since>;
  readonly link: MapLink;
  readonly nowMs: number;
}

/** The map of an instance as its resource has it. */
export function mapView({ instance, since, link, nowMs }: MapViewInput): MapView {
  const { namespace, name, object, status } = instance;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const { generation = 0 } = object.metadata;
  const observed = status?.observedGeneration ?? -1;
  return {
    instance: `${namespace}/${name}`,
    parties: Object.entries(parties).map(([id, { label, role }]): MapParty => {
      const pods = status?.workloads?.find((workload) => workload.name === id);
      return { id, label, role, ...(pods !== undefined && { pods: { ready: pods.ready, desired: pods.desired } }) };
    }),
    rows: connectionRows(instance).map((row) => mapRow(row, instance, since.get(row.number) ?? { atMs: nowMs })),
    ...(ready !== undefined && { ready: { status: ready.status, reason: ready.reason, message: ready.message } }),
    reported: observed < 0 ? 'never' : observed < generation ? 'behind' : 'yes',
    link,
    nowMs,
  };
}

function mapRow(row: ConnectionRow, { status }: Instance, since: Since): MapRow {
  const name = status?.connections?.find(({ number }) => number === row.number)?.reason;
  const travels = connections.find(({ number }) => number === row.number)?.travels ?? '';
  return {
    ...row,
    travels,
    standing: standingOf(row.state),
    ...(name !== undefined && {
      code: { name, meaning: checkReasons[name].meaning, remedy: checkReasons[name].remedy },
    }),
    since,
  };
}
