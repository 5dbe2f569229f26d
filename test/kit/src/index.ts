export { arbitraryInteractionServer } from './arbitrary-interaction-server.ts';
export {
  fullInteractionServer,
  interactionServer,
  otherFullInteractionServer,
  type Overrides,
  type RawInteractionServer,
} from './builders.ts';
export { validSpec } from './valid-spec.ts';
export { expectGolden, expectGoldenJson, expectGoldenText } from './golden.ts';
export {
  type PodMergeSchema,
  podMergeSchema,
  type StrategicMergeCase,
  strategicMergeCases,
} from './strategic-merges.ts';
export { type Fault, type FaultPlan, randomFaults, type RefusalStatus } from './fault-plan.ts';
export {
  countsOf,
  createFaultProxy,
  type FaultProxy,
  type FaultProxyOptions,
  type LoggedRequest,
} from './fault-proxy.ts';
export type { OpenWatch } from './open-watch.ts';
export { isChange, type ProxiedRequest, type ProxiedVerb } from './proxied-request.ts';
