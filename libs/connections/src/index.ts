export { type Party, parties, type Workload, workloads } from './parties.ts';
export { defaultPort, type PortParameter, portParameters } from './port-parameters.ts';
export { type Connection, connections } from './rows.ts';
export { type ServedPort, servedPorts } from './served-ports.ts';
