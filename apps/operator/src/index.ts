export { type Configuration, readConfiguration } from './configuration.ts';
export { type OperatorParts, runOperator } from './operator.ts';
