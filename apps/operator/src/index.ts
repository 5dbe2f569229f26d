export { type Configuration, readConfiguration } from './configuration.ts';
export { type OperatorParts, runOperator } from './operator.ts';
export {
  childTypes,
  definitionType,
  eventType,
  interactionServers,
  newEventType,
  podType,
  secretType,
} from './resource-types.ts';
