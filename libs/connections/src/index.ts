export {
  type CheckReason,
  checkReasons,
  type CheckState,
  checkStateOf,
  type DependencyVerdict,
  type ReasonOf,
} from './check-reasons.ts';
export { connectionChecks } from './checks.ts';
export type { CheckSource } from './check-source.ts';
export type {
  CheckSpeech,
  CheckTls,
  ConnectionCheck,
  CredentialsReference,
  DialTarget,
  KeyReference,
  PodMetric,
} from './connection-check.ts';
export type { ConnectionContext } from './connection-context.ts';
export { connectionsDiagram } from './connections-diagram.ts';
export { connectionsTable, type TableLine } from './connections-table.ts';
export { containerContract, type ContractLine } from './container-contract.ts';
export { containerPaths } from './container-paths.ts';
export { connectionStates, type Standing, standingOf } from './connection-states.ts';
export { type ConnectionState, type ConnectionStatus, connectionStatuses } from './connection-status.ts';
export { consulConnectPorts } from './consul-connect.ts';
export { flowchart } from './flowchart.ts';
export { type EgressRule, egressRules, type IngressRule, ingressRules } from './network-rules.ts';
export { type Endpoint, formatHostPort } from './outgoing-endpoints.ts';
export { isWorkload, type Party, parties, type Workload, workloads } from './parties.ts';
export { defaultPort, type PortParameter, portParameters } from './port-parameters.ts';
export { type Connection, type ConnectUpstream, connections, type Outgoing } from './rows.ts';
export { type ScrapeTarget, scrapeTargets } from './scrape-targets.ts';
export { secretsFolder } from './shared-wiring.ts';
export { type ServedPort, servedPorts } from './served-ports.ts';
export { type ResolvedMount, type Wiring, wiringOf } from './wiring.ts';
export type { ContractSource, EnvironmentVariable, MountedFile } from './wiring-types.ts';
export { type Upstream, upstreamsOf } from './upstreams.ts';
