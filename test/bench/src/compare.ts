import { cpus, loadavg, totalmem } from 'node:os';
import { chooseConcurrencies } from './choose-concurrencies.ts';
import { measureLimit } from './limit.ts';
import { measureGoPeer } from './measure-go-peer.ts';
import { countIdleWrites, measureOperator, measureRestart } from './measure-operator.ts';
import type { ComparedResults } from './results.ts';
import { type Measured, summarise } from './summary.ts';
import { withWarmScene } from './warm-scene.ts';

export interface Comparison {
  readonly instances: number;
  readonly runs: number;
  readonly idleMinutes: number;
  readonly bundle: string;
  readonly binary: string;
  readonly say: (line: string) => void;
  /** Given all that is known as soon as every contestant had one run, and whenever there is more. */
  readonly found: (results: ComparedResults) => void;
}

/** Measures the bare loop, the operator and the Go peer in turns, each with a fresh control plane in each run. */
export async function compare({ instances, runs, idleMinutes, bundle, binary, say, found }: Comparison): Promise<void> {
  const [loadAverage = 0] = loadavg();
  const chosen = await chooseConcurrencies(binary, instances, say);
  const facts = { kubernetes: '', objectsPerInstance: 0, idleWrites: 0, idleMinutes: 0 };
  const measured: { [Part in keyof Measured]: Measured[Part][number][] } = {
    limitSeconds: [],
    operator: [],
    restart: [],
    go: [],
  };
  const tell = () => {
    if (Object.values(measured).some((part) => part.length === 0)) return;
    const { kubernetes, ...counted } = facts;
    found({
      date: new Date().toISOString().slice(0, 10),
      machine: { cores: cpus().length, memoryBytes: totalmem(), processor: cpus()[0]?.model ?? '', loadAverage },
      versions: { kubernetes, node: process.version },
      instances,
      runs: Math.min(...Object.values(measured).map((part) => part.length)),
      ...counted,
      ...chosen,
      ...summarise(measured),
    });
  };

  const contestants = [
    () =>
      withWarmScene(async (scene) => {
        facts.kubernetes = scene.controlPlane.version;
        facts.objectsPerInstance = scene.templates.length;
        const seconds = await measureLimit(scene, instances, chosen.limitConcurrency);
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
        facts.idleMinutes = idleMinutes;
      }),
    () =>
      withWarmScene(async (scene) => {
        const run = await measureGoPeer(scene, binary, instances, chosen.goWorkers);
        say(`Go peer: ${run.seconds.toFixed(2)} s`);
        measured.go.push(run);
      }),
  ];
  for (let run = 0; run < runs; run += 1) {
    say(`run ${run + 1} of ${runs}`);
    // Another one is first each time, as a machine may grow tired or wake up.
    for (let turn = 0; turn < contestants.length; turn += 1) {
      await contestants[(run + turn) % contestants.length]?.();
      tell();
    }
  }
}
