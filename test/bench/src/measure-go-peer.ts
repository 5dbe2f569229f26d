import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildTool } from '@ixn/control-plane';
import { managedByLabel } from '@ixn/manifests';
import { type MeasuredProcess, startProcess } from './child-process.ts';
import { createInstances } from './create-instances.ts';
import { timeoutMs } from './measure-operator.ts';
import { readProcessFigures } from './process-figures.ts';
import { deploymentsEach, untilDeploymentsReady } from './progress.ts';
import type { Scene } from './scene.ts';
import { settleMs } from './settle.ts';
import { type WorkFigures, workFigures } from './work-figures.ts';

const user = 'bench-go-peer';

export function buildGoPeer(onProgress: (step: string) => void): Promise<string> {
  return buildTool({ folder: resolve(import.meta.dirname, '../peers/go'), onProgress });
}

export interface GoPeerRun extends WorkFigures {
  readonly firstReconcileSeconds: number;
}

/** Brings up `count` new instances with the Go peer, and starts it anew when they are in place. */
export async function measureGoPeer(scene: Scene, binary: string, count: number, workers: number): Promise<GoPeerRun> {
  const child = startGoPeer(scene, binary, workers);
  await sleep(settleMs.start);
  const cpuSecondsBefore = readProcessFigures(child.pid).cpuSeconds;
  const ready = untilDeploymentsReady(scene, deploymentsEach * count, timeoutMs(count));
  const startedAt = Date.now();
  await createInstances(scene.transportFor('bench'), scene.namespace, count);
  await ready;
  await sleep(settleMs.work);
  const figures = await workFigures(scene, child, { user, count, startedAt, cpuSecondsBefore });
  await child.stop();
  const again = startGoPeer(scene, binary, workers);
  const { at } = await again.untilLine('first reconcile');
  await again.stop();
  return { ...figures, firstReconcileSeconds: (at - again.startedAt) / 1000 };
}

function startGoPeer(scene: Scene, binary: string, workers: number): MeasuredProcess {
  const templates = scene.filePath('templates.json');
  writeFileSync(templates, `[${scene.templates.join(',')}]`);
  const args = [
    `--cluster=${scene.kubeconfigPathFor(user)}`,
    `--templates=${templates}`,
    `--namespace=${scene.namespace}`,
    `--selector=${managedByLabel.key}=${managedByLabel.value}`,
    `--workers=${workers}`,
  ];
  return startProcess(binary, args, process.env);
}
