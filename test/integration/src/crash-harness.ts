import { isDeepStrictEqual } from 'node:util';
import { isChange, type LoggedRequest } from '@ixn/test-kit';
import { expect } from 'vitest';
import { createNamespace, eventually, type TestNamespace } from './cluster.ts';
import { type OperatorProcess, spawnOperator } from './operator-process.ts';
import { type OperatorProxy, startProxy } from './operator-proxy.ts';
import { type PodCensus, startPodCensus } from './pod-census.ts';
import { isAtRest, type Snapshot, takeSnapshot, workloadGenerations } from './snapshot.ts';

/** Something that a person does to an instance, and after which the operator has work to do. */
export interface Act {
  readonly perform: (scene: CrashScene) => Promise<void>;
  /** Whether there may be nothing more to do; cheaper than a comparison. */
  readonly isOver: (namespace: TestNamespace) => Promise<boolean>;
}

/** Acts of which each begins where the one before has led to, and the first where the last has: they can be done again. */
export interface Stage {
  readonly name: string;
  /** Leads to where the first act begins; absent where it may begin anywhere. */
  readonly before?: Act;
  readonly acts: readonly [Act, ...Act[]];
}

/** Where the operator is killed: right before its write `number` reaches the API server, or right after it was answered. */
export interface Crash {
  readonly write: number;
  readonly when: 'before' | 'after';
}

/** An operator process behind a proxy, with a namespace of its own. */
export interface CrashScene {
  readonly namespace: TestNamespace;
  readonly proxy: OperatorProxy;
  readonly ixnPods: PodCensus;
  operator: OperatorProcess;
  /** Lets the operator of another build take over, until it is replaced again. */
  replaceOperator(build: 'this' | 'next'): Promise<void>;
  /** Starts the operator again after it has ended. */
  restartOperator(): void;
}

/** How an act ended without a crash. */
export interface Recording {
  readonly act: Act;
  readonly writes: readonly string[];
  readonly snapshot: Snapshot;
  /** By how much the generation of each workload grew. */
  readonly changes: Readonly<Record<string, number>>;
}

const settleTimeoutMs = 60_000;

/** `nextBundle` is an operator of another build. */
export async function openScene(purpose: string, nextBundle: string): Promise<CrashScene> {
  const namespace = await createNamespace(purpose);
  const proxy = await startProxy();
  const ixnPods = await startPodCensus(namespace.name, 'app.kubernetes.io/component=ixn-server');
  let bundle: string | undefined;
  const spawn = () => spawnOperator(proxy.kubeconfig, ['--namespaces', namespace.name], bundle);
  const scene: CrashScene = {
    namespace,
    proxy,
    ixnPods,
    operator: spawn(),
    replaceOperator: async (build) => {
      await scene.operator.kill();
      bundle = build === 'next' ? nextBundle : undefined;
      scene.restartOperator();
    },
    restartOperator: () => {
      scene.operator = spawn();
    },
  };
  return scene;
}

export async function closeScene({ operator, proxy, ixnPods }: CrashScene): Promise<void> {
  await operator.kill();
  await proxy.close();
  await ixnPods.stop();
}

/** Does an act without a crash and waits until the cluster stands still where `isOver` says that all is done. */
export async function record(scene: CrashScene, act: Act): Promise<Recording> {
  const { namespace, proxy } = scene;
  const generations = await workloadGenerations(namespace);
  const begun = proxy.log.length;
  await act.perform(scene);
  let last: Snapshot | undefined;
  const settled = await eventually(
    'the cluster stands still',
    async () => {
      const before = last;
      last = (await act.isOver(namespace)) && (await isQuiet(proxy)) ? await takeSnapshot(namespace) : undefined;
      // What is on its way now would be missed by every run that is compared with this one.
      return last !== undefined && isAtRest(last) && isDeepStrictEqual(last, before) ? last : undefined;
    },
    settleTimeoutMs,
  );
  const writes = proxy.log.slice(begun).filter(isChange).map(wordsOf);
  return { act, writes, snapshot: settled, changes: growth(generations, await workloadGenerations(namespace)) };
}

/**
 * Does a recorded act again, kills the operator at the write, starts it again, and waits until everything is as recorded. Gives the
 * write that it was killed at; undefined when there were fewer writes. Rejects with what differs.
 */
export async function crashAt(
  scene: CrashScene,
  recorded: Recording,
  { write, when }: Crash,
): Promise<string | undefined> {
  const { namespace, proxy } = scene;
  const before = await workloadGenerations(namespace);
  let seen = 0;
  let struck: string | undefined;
  const onDropped = () => scene.operator.signal('SIGKILL');
  proxy.setPlan((request) => {
    if (!isChange(request)) return undefined;
    seen += 1;
    if (seen !== write) return undefined;
    struck = wordsOf(request);
    return { kind: 'drop', when, onDropped };
  });
  await recorded.act.perform(scene);
  let restarted = false;
  await eventuallyAs(scene, recorded, async () => {
    if (struck !== undefined && !restarted) {
      await scene.operator.ended;
      scene.restartOperator();
      restarted = true;
    }
  });
  proxy.setPlan(undefined);
  expect(growth(before, await workloadGenerations(namespace))).toEqual(recorded.changes);
  return struck;
}

/** Waits until the namespace is as recorded and the operator has nothing more to write. */
async function eventuallyAs(scene: CrashScene, recorded: Recording, onLook: () => Promise<void>): Promise<void> {
  const { namespace, proxy } = scene;
  let last: Snapshot = {};
  const look = async () => {
    await onLook();
    if (!(await recorded.act.isOver(namespace))) return undefined;
    last = await takeSnapshot(namespace);
    if (!isDeepStrictEqual(last, recorded.snapshot)) return undefined;
    return (await isQuiet(proxy)) || undefined;
  };
  await eventually('everything is as recorded', look, settleTimeoutMs).catch((error: unknown) => {
    expect(last, `${String(error)}; the operator's log ends so:\n${scene.operator.log().slice(-3000)}`).toEqual(
      recorded.snapshot,
    );
    throw error;
  });
}

/** Whether the operator sends nothing but watches for a while. */
async function isQuiet(proxy: OperatorProxy): Promise<boolean> {
  const requests = proxy.log.length;
  const quietForMs = 250;
  await new Promise((resolve) => setTimeout(resolve, quietForMs));
  return proxy.pending() === 0 && proxy.log.length === requests && proxy.watches('interactionservers').length > 0;
}

function wordsOf({ verb, resource, name }: Pick<LoggedRequest, 'verb' | 'resource' | 'name'>): string {
  return [verb, resource, name].filter((word) => word !== undefined).join(' ');
}

function growth(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(after).map(([name, to]) => [name, to - (before[name] ?? 0)]));
}
