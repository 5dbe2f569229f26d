export { type BenchResults, type GrowthPoint, readResults } from './results.ts';
export type { Spread } from './statistics.ts';
