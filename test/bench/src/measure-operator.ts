import { setTimeout as sleep } from 'node:timers/promises';
import { auditedRequests, isWrite } from './audit-requests.ts';
import { createInstances } from './create-instances.ts';
import { type MendingTimes, measureMending } from './drifts.ts';
import { type OperatorProcess, operatorUser, startOperator } from './operator-process.ts';
import { readProcessFigures } from './process-figures.ts';
import { untilInstancesReady } from './progress.ts';
import type { Scene } from './scene.ts';
import { leastWhileSettling, settleMs } from './settle.ts';
import { type WorkFigures, workFigures } from './work-figures.ts';

/** What one run of our operator gives. */
export interface OperatorRun extends WorkFigures {
  /** From the first creation of an instance until the last one said that it is Ready. */
  readonly readySeconds: number;
  readonly heapBytesPerInstance: number;
}

/** Brings up `count` new instances with an operator that runs already. */
export async function measureOperator(scene: Scene, bundle: string, count: number): Promise<OperatorRun> {
  const operator = await startIn(scene, bundle);
  await operator.untilLine('work begins');
  const heapBefore = await leastWhileSettling(settleMs.start, operator.heapUsedBytes);
  const cpuSecondsBefore = readProcessFigures(operator.pid).cpuSeconds;
  const ready = untilInstancesReady(scene, count, timeoutMs(count));
  const startedAt = Date.now();
  await createInstances(scene.transportFor('bench'), scene.namespace, count);
  const readyAt = await ready;
  const heapAfter = await leastWhileSettling(settleMs.work, operator.heapUsedBytes);
  const figures = await workFigures(scene, operator, { user: operatorUser, count, startedAt, cpuSecondsBefore });
  await operator.stop();
  return {
    ...figures,
    readySeconds: (readyAt - startedAt) / 1000,
    heapBytesPerInstance: (heapAfter - heapBefore) / count,
  };
}

/** What is measured of an operator that starts when all instances are in place already. */
export interface RestartRun {
  /** From the start of the process to its first reconcile. */
  readonly firstReconcileSeconds: number;
  readonly mending: MendingTimes;
  /** Resident memory once all was listed and looked at. */
  readonly settledRssBytes: number;
}

/** To be called after `measureOperator`, in the same scene. */
export async function measureRestart(scene: Scene, bundle: string, count: number): Promise<RestartRun> {
  // Debug, as the log tells of reconciles then.
  const operator = await startIn(scene, bundle, ['--log-level', 'debug']);
  const { at } = await operator.untilLine('"msg":"instance reconciled"');
  const settledRssBytes = await leastWhileSettling(
    settleMs.work,
    async () => readProcessFigures(operator.pid).rssBytes,
  );
  const mending = await measureMending(scene, operatorUser, count, 100);
  await operator.stop();
  return { firstReconcileSeconds: (at - operator.startedAt) / 1000, mending, settledRssBytes };
}

/** Writes of an operator with nothing to do, which looks at every instance several times a minute. */
export async function countIdleWrites(scene: Scene, bundle: string, minutes: number): Promise<number> {
  const flags = ['--resync-seconds', '15'];
  const operator = await startIn(scene, bundle, flags);
  await operator.untilLine('work begins');
  const startedAt = Date.now();
  await sleep(minutes * 60_000);
  const requests = await auditedRequests(scene.auditLogPath, operatorUser, startedAt);
  await operator.stop();
  return requests.filter(isWrite).length;
}

function startIn(scene: Scene, bundle: string, flags: readonly string[] = []): Promise<OperatorProcess> {
  const kubeconfigPath = scene.kubeconfigPathFor(operatorUser);
  return startOperator({ bundle, namespace: scene.namespace, kubeconfigPath, flags });
}

/** More than anybody should need. */
export function timeoutMs(instances: number): number {
  return 120_000 + instances * 2_000;
}
