import { connections, defaultPort, parties, type Party, type Workload, workloads } from '@ixn/connections';

/** A row of the connections table. */
export type Row = (typeof connections)[number];
export type Neighbour = Exclude<Party, Workload>;

/** The parties around the instance. */
export const neighbours = Object.keys(parties).filter(
  (name): name is Neighbour => name in parties && !workloads.some((workload) => workload === name),
);

/** Ports that the table leaves to somebody's configuration: numbers of our own, but Redis' own one. */
const chosenPorts: Partial<Record<Party, number>> = {
  kafka: 9092,
  voiceRq: 9999,
  orsRedis: defaultPort('ixnNode.redis.nodes.port'),
};

/** The port that a row is opened on. */
export function portOf({ number, port, destination }: Row): number {
  const found = 'parameter' in port ? defaultPort(port.parameter) : chosenPorts[destination];
  if (found === undefined) throw new Error(`row ${number} has no port`);
  return found;
}

/** A port on which every neighbour listens too, and which belongs to no row. */
export const strayPort = 4999;

/** The ports that a neighbour listens on, those of its rows first. */
export function portsOf(neighbour: Neighbour): readonly number[] {
  const ports = connections.filter(({ destination }) => destination === neighbour).map(portOf);
  return ports.length === 0 ? [] : [...new Set(ports), strayPort];
}

/** The ports that a workload listens on. */
export const servedPorts = {
  ixnServer: [defaultPort('ixnServer.ports.default'), defaultPort('ixnServer.ports.health')],
  ixnNode: [defaultPort('ixnNode.ports.default'), defaultPort('ixnNode.ports.health')],
  ixnVQNode: [defaultPort('ixnVQNode.ports.default'), defaultPort('ixnVQNode.ports.health')],
} as const satisfies Record<Workload, readonly [own: number, health: number]>;

export function isWorkload(party: Party): party is Workload {
  return workloads.some((workload) => workload === party);
}

/** Whether those who play neighbours speak what a workload wants to hear on the row: a greeting, HTTP, or real Consul. */
export function isSpokenByNeighbours(row: Row): boolean {
  return 'outgoing' in row && ['tcp', 'http', 'consul'].includes(row.outgoing.check.protocol);
}

/** Ways in which a connection is not the one of its row. */
export const denials = ['stranger', 'wrong port', 'wrong destination'] as const;
export type Denial = (typeof denials)[number];

/** Why a row cannot be denied in one of these ways; undefined where it can be, and has to be tried. */
export function whyNot({ source, destination }: Row, denial: Denial): string | undefined {
  if (destination === 'consul' && denial !== 'wrong destination') {
    return 'Kubernetes lets a pod talk to its own node, whatever a policy says';
  }
  if (denial === 'wrong destination' && isWorkload(destination) && !isWorkload(source)) {
    const free = workloadWithoutRow({ source });
    if (free === undefined) return `${parties[source].label} has a row to every workload`;
  }
  return undefined;
}

/** The first workload that has no row from this source, or none to this destination. */
export function workloadWithoutRow(
  end: { readonly source: Party } | { readonly destination: Party },
): Workload | undefined {
  return workloads.find((workload) =>
    connections.every((row) =>
      'source' in end
        ? row.source !== end.source || row.destination !== workload
        : row.destination !== end.destination || row.source !== workload,
    ),
  );
}

/** `statServer` as the name of an object, and as the neighbour calls itself: stat-server. */
export function dnsLabel(neighbour: Neighbour): string {
  return neighbour.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
