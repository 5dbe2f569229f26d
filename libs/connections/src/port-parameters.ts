import type { Workload } from './parties.ts';

/** A port that a user can set, named by its path below `spec`. */
interface PortParameterShape {
  /** The port that holds when the user sets none. */
  readonly defaultPort: number;
  /** The vendor's Helm path for the same port; undefined where the chart has none. */
  readonly helmPath?: string;
  /** The workload that listens on the port; absent where a neighbour does. */
  readonly servedBy?: { readonly workload: Workload; readonly portName: 'default' | 'health' };
}

/**
 * Every port of the architecture's connections table that has a number, and the ones that its rows take from their
 * protocol. This is the only place in the repository where these numbers stand.
 */
export const portParameters = {
  'ixnServer.ports.default': {
    defaultPort: 7120,
    helmPath: 'ixnService.ixnServer.ports.default',
    servedBy: { workload: 'ixnServer', portName: 'default' },
  },
  'ixnServer.ports.health': {
    defaultPort: 13131,
    helmPath: 'ixnService.ixnServer.ports.health',
    servedBy: { workload: 'ixnServer', portName: 'health' },
  },
  'ixnServer.confServer.port': { defaultPort: 8888, helmPath: 'ixnService.ixnServer.confServer.port' },
  'ixnServer.db.port': { defaultPort: 5432, helmPath: 'ixnService.ixnServer.db.port' },
  'ixnServer.pulse.statServers.port': { defaultPort: 2060 },
  'ixnNode.ports.default': {
    // No row opens this port: it is the node's own.
    defaultPort: 6120,
    helmPath: 'ixnService.ixnNode.ports.default',
    servedBy: { workload: 'ixnNode', portName: 'default' },
  },
  'ixnNode.ports.health': {
    defaultPort: 13133,
    helmPath: 'ixnService.ixnNode.ports.health',
    servedBy: { workload: 'ixnNode', portName: 'health' },
  },
  'ixnNode.consul.port': { defaultPort: 8500, helmPath: 'ixnService.ixnNode.consul.port' },
  'ixnNode.configNode.port': { defaultPort: 8888, helmPath: 'ixnService.ixnNode.configNode.port' },
  'ixnNode.db.port': { defaultPort: 5432, helmPath: 'ixnService.ixnNode.db.port' },
  // The vendor's table leaves the port to the Redis configuration; this is Redis' own.
  'ixnNode.redis.nodes.port': { defaultPort: 6379, helmPath: 'ixnService.ixnNode.redis[].port' },
  'ixnVQNode.ports.default': {
    defaultPort: 7122,
    helmPath: 'ixnVQNode.ports.default',
    servedBy: { workload: 'ixnVQNode', portName: 'default' },
  },
  'ixnVQNode.ports.health': {
    defaultPort: 13139,
    helmPath: 'ixnVQNode.ports.health',
    servedBy: { workload: 'ixnVQNode', portName: 'health' },
  },
} as const satisfies Record<string, PortParameterShape>;

export type PortParameter = keyof typeof portParameters;

/** The default of a port parameter; the connections table's own number. */
export function defaultPort(parameter: PortParameter): number {
  return portParameters[parameter].defaultPort;
}

/** Whether a path below `spec` names a port parameter. */
export function isPortParameter(path: string): path is PortParameter {
  return Object.hasOwn(portParameters, path);
}
