import { containerPaths, type Party, parties, type Workload } from '@ixn/connections';
import type { Caller } from './client-pod.ts';
import { consulLeaderPath, type Neighbourhood, type NeighbourPlace } from './neighbours.ts';
import type { Expected, Target } from './reachability.ts';
import {
  type Denial,
  dnsLabel,
  isWorkload,
  type Neighbour,
  portOf,
  type Row,
  servedPorts,
  strayPort,
  workloadWithoutRow,
} from './rows.ts';

/** An attempt to connect: from where, and to where. */
export interface Probe {
  readonly from: Caller;
  readonly to: Target;
}

/** A workload's pod, as others see it. */
export interface WorkloadPlace {
  readonly caller: Caller;
  /** Its Service. */
  readonly host: string;
  /** The address of the pod, and of the node that it is on. */
  readonly ip: string;
  readonly nodeIp: string;
}

export type WorkloadPlaces = Readonly<Record<Workload, WorkloadPlace>>;

/** Everybody who has a part in the rows. */
export interface Cast {
  readonly instance: WorkloadPlaces;
  /** The instance of another tenant. */
  readonly other: WorkloadPlaces;
  readonly around: Neighbourhood;
}

/** The connection that the row is: from its source, by the name that the source was told, to whom it is meant for. */
export function rowProbe(cast: Cast, row: Row): Probe & { readonly expected: Expected } {
  const { source } = row;
  return {
    from: callerOf(cast, source),
    to: [hostOf(cast, row), portOf(row)],
    expected: expectedOf(cast, row),
  };
}

/** By what the destination is known to be the right one. */
function expectedOf({ instance }: Cast, { destination, protocol }: Row): Expected {
  if (destination === 'consul') return { httpPath: consulLeaderPath, answer: 'HTTP 200' };
  if (!isWorkload(destination)) return { answer: dnsLabel(destination) };
  if (protocol === 'HTTP') return { httpPath: containerPaths.metrics, answer: 'HTTP 200' };
  return { answer: instance[destination].caller.pod };
}

/** A connection that is not the row's, in one way. Only for ways that `whyNot` has no reason against. */
export function denialProbe(cast: Cast, row: Row, denial: Denial): Probe {
  const { source, destination } = row;
  const from = callerOf(cast, source);
  const { instance, other, around } = cast;
  if (isWorkload(destination)) {
    const { ip } = instance[destination];
    switch (denial) {
      case 'stranger':
        return { from: around.stranger, to: [ip, portOf(row)] };
      case 'wrong port':
        return { from, to: [ip, otherPort(destination, portOf(row))] };
      case 'wrong destination': {
        // Another tenant's server for our own node; for neighbours a workload that they have no row to.
        if (isWorkload(source)) return { from, to: [other[destination].ip, portOf(row)] };
        const workload = found(workloadWithoutRow({ source }), row);
        return { from, to: [instance[workload].ip, servedPorts[workload][0]] };
      }
    }
  }
  switch (denial) {
    case 'stranger': {
      const workload = found(workloadWithoutRow({ destination }), row);
      return { from: instance[workload].caller, to: [placeOf(cast, destination).ip, portOf(row)] };
    }
    case 'wrong port':
      return { from, to: [placeOf(cast, destination).ip, strayPort] };
    case 'wrong destination':
      return { from, to: [around.stranger.ip, portOf(row)] };
  }
}

function otherPort(workload: Workload, port: number): number {
  const [own, health] = servedPorts[workload];
  return port === own ? health : own;
}

function callerOf(cast: Cast, party: Party): Caller {
  return isWorkload(party) ? cast.instance[party].caller : found(placeOf(cast, party).caller, party);
}

function hostOf({ instance, around }: Cast, { source, destination }: Row): string {
  if (isWorkload(destination)) return instance[destination].host;
  // The agent on the own node is found by the node's address.
  const { host } = found(around.places.get(destination), destination);
  return host === '' && isWorkload(source) ? instance[source].nodeIp : host;
}

function placeOf({ around }: Cast, neighbour: Neighbour): NeighbourPlace {
  return found(around.places.get(neighbour), neighbour);
}

function found<T>(value: T | undefined, what: Row | Party): T {
  const words = typeof what === 'string' ? parties[what].label : `row ${what.number}`;
  if (value === undefined) throw new Error(`nothing plays a part that is asked of ${words}`);
  return value;
}
