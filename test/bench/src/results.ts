import { readFileSync } from 'node:fs';
import { z } from 'zod';

const spread = z.object({ min: z.number(), median: z.number(), max: z.number() });
const program = z.object({
  cpuSeconds: spread,
  peakRssBytes: spread,
  firstReconcileSeconds: spread,
  /** By verb, of the median run of each. */
  requestsPerInstance: z.record(z.string(), z.number()),
});

/** One run of the operator with a number of instances. */
export const growthPoint = z.object({
  instances: z.number(),
  operatorSeconds: z.number(),
  readySeconds: z.number(),
  cpuSeconds: z.number(),
  settledRssBytes: z.number(),
  heapBytesPerInstance: z.number(),
  /** Of the Go peer with as many instances, where that was measured. */
  goSettledRssBytes: z.number().exactOptional(),
});

/** What a comparison finds. Times and memory are min, median and max over the runs. */
const comparedResults = z.object({
  /** Day of the run, YYYY-MM-DD. */
  date: z.string(),
  machine: z.object({
    cores: z.number(),
    memoryBytes: z.number(),
    processor: z.string(),
    /** Of the minute before the benchmark began: what else the machine had to do. */
    loadAverage: z.number(),
  }),
  versions: z.object({ kubernetes: z.string(), node: z.string() }),
  instances: z.number(),
  objectsPerInstance: z.number(),
  /** That are finished. */
  runs: z.number(),
  /** The bare loop, from the first creation of an instance to the last child. */
  limitSeconds: spread,
  limitConcurrency: z.number(),
  operatorSeconds: spread,
  readySeconds: spread,
  goSeconds: spread,
  goWorkers: z.number(),
  /** Of the medians. */
  ratioToLimit: z.number(),
  ratioToGo: z.number(),
  /** Beside one GET of each Secret and ConfigMap that the instance refers to. */
  readsPerInstance: z.number(),
  statusWritesPerInstance: z.number(),
  /** Counted after the last run; `idleMinutes` is 0 before that. */
  idleWrites: z.number(),
  idleMinutes: z.number(),
  settledRssBytes: spread,
  goSettledRssBytes: spread,
  /** Of an operator that found all instances in place when it started. */
  restartedRssBytes: spread,
  heapBytesPerInstance: spread,
  mendP50Ms: spread,
  mendP99Ms: spread,
  operator: program,
  go: program,
});

/** The JSON file that `npm run bench` writes. */
const benchResults = z.object({ ...comparedResults.shape, growth: z.array(growthPoint) });

export type ComparedResults = z.infer<typeof comparedResults>;
export type BenchResults = z.infer<typeof benchResults>;
export type GrowthPoint = z.infer<typeof growthPoint>;

/** Reads a file that `npm run bench` has written. */
export function readResults(path: string): BenchResults {
  return benchResults.parse(JSON.parse(readFileSync(path, 'utf8')));
}
