export { type Configuration, describeSettings, readConfiguration, type SettingDescription } from './configuration.ts';
export type { ProvisionProgram } from './provision/main.ts';
export type { ProvisionOutcome } from './provision/provision-outcome.ts';
export type { ProvisionSettings } from './provision/provision-settings.ts';
export { protectionPolicyName } from './protection-policy.ts';
export { rankOf } from './ordered-writer.ts';
export { type LiveCluster, type LiveClusterOptions, withLiveCluster } from './live-cluster.ts';
export { type OperatorParts, type OperatorTimings, runOperator } from './operator.ts';
export { planLive } from './plan-live.ts';
export {
  childTypes,
  definitionType,
  endpointSliceType,
  eventType,
  interactionServers,
  newEventType,
  podType,
  protectionTypes,
  referenceTypes,
} from './resource-types.ts';
export { resourceWords, type Right, type RightScope, type RightTarget, rights, type Verb } from './rights.ts';
export { createStores, requiredStores, type Stores, type StoresOptions } from './stores.ts';
export { createTurns, type Turns } from './turns.ts';
