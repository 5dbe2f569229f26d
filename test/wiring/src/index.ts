export { type Dependency, type Failure, failureTable } from './failure-table.ts';
