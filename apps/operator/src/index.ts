export { type Configuration, readConfiguration } from './configuration.ts';
export { rankOf } from './ordered-writer.ts';
export { type OperatorParts, type OperatorTimings, runOperator } from './operator.ts';
export {
  childTypes,
  definitionType,
  eventType,
  interactionServers,
  newEventType,
  podType,
  referenceTypes,
} from './resource-types.ts';
export { createStores, requiredStores, type Stores, type StoresOptions } from './stores.ts';
export { createTurns, type Turns } from './turns.ts';
