import { auditedRequests, countByVerb, countReads, isChildWrite } from './audit-requests.ts';
import { readProcessFigures } from './process-figures.ts';
import type { MeasuredProcess } from './child-process.ts';
import type { Scene } from './scene.ts';

/** What it took to bring up many new instances. */
export interface WorkFigures {
  /** From the first creation of an instance to the last child applied. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
  readonly settledRssBytes: number;
  /** Requests for each instance, by verb. */
  readonly requestsPerInstance: Readonly<Record<string, number>>;
  /** GETs and LISTs for each instance, beside one GET of each Secret and ConfigMap that it refers to. */
  readonly readsPerInstance: number;
  readonly statusWritesPerInstance: number;
}

interface Work {
  readonly user: string;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** What the process had used before. */
  readonly cpuSecondsBefore: number;
}

/** Looks at a program that has done its work and settled. */
export async function workFigures(scene: Scene, child: MeasuredProcess, work: Work): Promise<WorkFigures> {
  const { cpuSeconds, rssBytes, peakRssBytes } = readProcessFigures(child.pid);
  const requests = await auditedRequests(scene.auditLogPath, work.user, work.startedAt);
  const counts = countByVerb(requests);
  const each = (total: number) => total / work.count;
  return {
    seconds: (Math.max(...requests.filter(isChildWrite).map(({ at }) => at)) - work.startedAt) / 1000,
    cpuSeconds: cpuSeconds - work.cpuSecondsBefore,
    peakRssBytes,
    settledRssBytes: rssBytes,
    requestsPerInstance: Object.fromEntries(Object.entries(counts).map(([verb, total]) => [verb, each(total)])),
    readsPerInstance: each(countReads(requests, work.count)),
    statusWritesPerInstance: each(requests.filter(({ resource }) => resource === 'interactionservers/status').length),
  };
}
