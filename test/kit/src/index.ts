export { arbitraryInteractionServer } from './arbitrary-interaction-server.ts';
export {
  fullInteractionServer,
  interactionServer,
  otherFullInteractionServer,
  type Overrides,
  type RawInteractionServer,
} from './builders.ts';
export { validSpec } from './valid-spec.ts';
export { expectGolden, expectGoldenJson } from './golden.ts';
export {
  type PodMergeSchema,
  podMergeSchema,
  type StrategicMergeCase,
  strategicMergeCases,
} from './strategic-merges.ts';
