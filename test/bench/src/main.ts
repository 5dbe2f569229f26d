// npm run bench: how quick and how big the operator is, beside the API server's own limit and a peer written in Go.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildGoPeer, measureGoPeer } from './measure-go-peer.ts';
import { countIdleWrites, measureOperator, measureRestart, timeoutMs } from './measure-operator.ts';
import { measureLimit } from './limit.ts';
import { bundleOperator } from './operator-process.ts';
import { type BenchOptions, readBenchOptions } from './options.ts';
import { deploymentsEach, untilDeploymentsReady } from './progress.ts';
import type { BenchResults, GrowthPoint } from './results.ts';
import { withWarmScene } from './warm-scene.ts';
import type { Scene } from './scene.ts';
import { settleMs } from './settle.ts';
import { type Measured, summarise } from './summary.ts';

/** How many at a time the bare loop and the Go peer are tried with; each is measured with what suits it best. */
const concurrencies = [4, 8, 16, 32];
const trialInstances = 20;
const growthInstances = [100, 300, 1_000, 3_000];

const startedAt = performance.now();

function say(line: string): void {
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s  ${line}`);
}

async function bench(options: BenchOptions): Promise<BenchResults> {
  const { instances, runs, idleMinutes } = options;
  const [loadAverage = 0] = loadavg();
  const binary = await buildGoPeer(say);
  const bundle = bundleOperator();
  const { limitConcurrency, goWorkers } = await chooseConcurrencies(binary, Math.min(instances, trialInstances));
  const facts = { kubernetes: '', objectsPerInstance: 0, idleWrites: 0 };
  const measured: { [Part in keyof Measured]: Measured[Part][number][] } = {
    limitSeconds: [],
    operator: [],
    restart: [],
    go: [],
  };

  const contestants = [
    () =>
      withWarmScene(async (scene) => {
        facts.kubernetes = scene.controlPlane.version;
        facts.objectsPerInstance = scene.templates.length;
        const seconds = await measureLimit(scene, instances, limitConcurrency);
        say(`bare loop: ${seconds.toFixed(2)} s`);
        measured.limitSeconds.push(seconds);
      }),
    () =>
      withWarmScene(async (scene) => {
        const run = await measureOperator(scene, bundle, instances);
        say(`operator: ${run.seconds.toFixed(2)} s, Ready after ${run.readySeconds.toFixed(2)} s`);
        measured.operator.push(run);
        measured.restart.push(await measureRestart(scene, bundle, instances));
        if (measured.operator.length < runs) return;
        say(`counting writes for ${idleMinutes} idle minutes`);
        facts.idleWrites = await countIdleWrites(scene, bundle, idleMinutes);
      }),
    () =>
      withWarmScene(async (scene) => {
        const run = await measureGoPeer(scene, binary, instances, goWorkers);
        say(`Go peer: ${run.seconds.toFixed(2)} s`);
        measured.go.push(run);
      }),
  ];
  for (let run = 0; run < runs; run += 1) {
    say(`run ${run + 1} of ${runs}`);
    // Another one is first each time, as a machine may grow tired or wake up.
    for (let turn = 0; turn < contestants.length; turn += 1) await contestants[(run + turn) % contestants.length]?.();
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { cores: cpus().length, memoryBytes: totalmem(), processor: cpus()[0]?.model ?? '', loadAverage },
    versions: { kubernetes: facts.kubernetes, node: process.version },
    instances,
    objectsPerInstance: facts.objectsPerInstance,
    runs,
    limitConcurrency,
    goWorkers,
    idleWrites: facts.idleWrites,
    idleMinutes,
    ...summarise(measured),
    growth: options.growth ? await measureGrowth(bundle) : [],
  };
}

/** Tries some with few instances, each contestant on a scene of its own and each number in a namespace of its own. */
async function chooseConcurrencies(binary: string, instances: number) {
  const best = (name: string, measure: (scene: Scene, concurrency: number) => Promise<number>) =>
    withWarmScene(async (scene) => {
      const tried: { readonly concurrency: number; readonly seconds: number }[] = [];
      for (const concurrency of concurrencies) {
        const namespace = `at-a-time-${concurrency}`;
        await scene.createNamespace(namespace);
        const tryScene = { ...scene, namespace };
        const seconds = await measure(tryScene, concurrency);
        say(`trial with ${instances} instances: ${name}, ${concurrency} at a time: ${seconds.toFixed(2)} s`);
        tried.push({ concurrency, seconds });
        // The next one must not share the processors with the pods of this one.
        await untilDeploymentsReady(tryScene, deploymentsEach * instances, timeoutMs(instances));
        await sleep(settleMs.work);
      }
      return tried.toSorted((first, second) => first.seconds - second.seconds)[0]?.concurrency ?? 0;
    });
  return {
    limitConcurrency: await best('bare loop', (scene, concurrency) => measureLimit(scene, instances, concurrency)),
    goWorkers: await best('Go peer', async (scene, workers) => {
      const run = await measureGoPeer(scene, binary, instances, workers);
      return run.seconds;
    }),
  };
}

async function measureGrowth(bundle: string): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const instances of growthInstances) {
    const run = await withWarmScene((scene) => measureOperator(scene, bundle, instances));
    const { seconds: operatorSeconds, readySeconds, cpuSeconds, settledRssBytes, heapBytesPerInstance } = run;
    say(`growth: ${instances} instances in ${operatorSeconds.toFixed(2)} s`);
    points.push({ instances, operatorSeconds, readySeconds, cpuSeconds, settledRssBytes, heapBytesPerInstance });
  }
  return points;
}

const options = readBenchOptions(process.argv.slice(2));
const text = `${JSON.stringify(await bench(options), undefined, 2)}\n`;
if (options.json !== undefined) {
  mkdirSync(dirname(options.json), { recursive: true });
  writeFileSync(options.json, text);
}
console.log(text);
