export { judge, type Verdict } from './health.ts';
