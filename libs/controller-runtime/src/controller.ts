import { randomUUID } from 'node:crypto';
import { quietly } from '@ixn/kube-client';
import { aborted, within } from './waits.ts';
import type { WorkQueue } from './work-queue.ts';

/** How one reconcile ended. */
export type Outcome =
  | { readonly kind: 'done' }
  /** All is well; look again later. */
  | { readonly kind: 'requeueAfter'; readonly delayMs: number }
  /** It failed in an expected way: again after the key's back-off, but not before `afterMs` where the server said so. */
  | {
      readonly kind: 'retry';
      readonly failure: { readonly code: string; readonly message: string };
      readonly afterMs?: number;
    };

export interface ReconcileContext {
  /** Aborts when the grace period after a stop has passed; hand it to every request. */
  readonly signal: AbortSignal;
  readonly reconcileId: string;
  /** 1 for the first try since the last success. */
  readonly attempt: number;
  /** How long the key waits for its next try when this one fails, unless the outcome asks for more. */
  readonly retryDelayMs: number;
}

interface Worked {
  readonly key: string;
  readonly reconcileId: string;
  readonly attempt: number;
  readonly durationMs: number;
}

/** What a controller did. */
export type ControllerEvent =
  /** `nextTryInMs` is absent when nothing is scheduled. */
  | (Worked & { readonly kind: 'reconciled'; readonly outcome: Outcome; readonly nextTryInMs?: number })
  /** `reconcile` threw: a bug. The key is tried again with back-off. */
  | (Worked & { readonly kind: 'threw'; readonly error: unknown; readonly nextTryInMs: number })
  /** The controller stopped although these keys were still being worked. */
  | { readonly kind: 'abandoned'; readonly keys: readonly string[] };

/** For logs and metrics: what was done, and by which controller. */
export type ControllerNote = { readonly controller: string } & ControllerEvent;

export interface ControllerOptions {
  readonly name: string;
  readonly workers: number;
  readonly queue: WorkQueue;
  readonly reconcile: (key: string, context: ReconcileContext) => Promise<Outcome>;
  readonly observe?: (note: ControllerNote) => void;
  /** How long reconciles under way may go on after a stop; 8 s by default, then their signal aborts. */
  readonly gracePeriodMs?: number;
}

export interface Controller {
  enqueue(key: string): void;
  /** Works keys until `signal` aborts; resolves at most a second after the grace period. To be called once. */
  run(signal: AbortSignal): Promise<void>;
}

/** Time between the abort of a reconcile's signal and giving it up. */
const settleMs = 1000;

export function createController(options: ControllerOptions): Controller {
  const { name, workers, queue, reconcile, gracePeriodMs = 8000 } = options;
  const working = new Map<string, Promise<void>>();
  const reconciles = new AbortController();
  let started = false;

  const tell = quietly(options.observe);
  const note = (detail: ControllerEvent) => tell({ controller: name, ...detail });

  async function workOn(key: string): Promise<void> {
    const reconcileId = randomUUID();
    const attempt = queue.failures(key) + 1;
    const startedMs = performance.now();
    const about = () => ({ key, reconcileId, attempt, durationMs: performance.now() - startedMs });
    try {
      const outcome = await reconcile(key, {
        signal: reconciles.signal,
        reconcileId,
        attempt,
        retryDelayMs: queue.retryDelayMs(key),
      });
      const nextTryInMs = schedule(queue, key, outcome);
      note({ kind: 'reconciled', ...about(), outcome, ...(nextTryInMs === undefined ? {} : { nextTryInMs }) });
    } catch (error) {
      const nextTryInMs = queue.addRateLimited(key);
      note({ kind: 'threw', ...about(), error, nextTryInMs });
    }
  }

  async function work(): Promise<void> {
    for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
      const worked = workOn(key);
      working.set(key, worked);
      await worked;
      working.delete(key);
      queue.done(key);
    }
  }

  return {
    enqueue: (key) => queue.add(key),
    async run(signal) {
      if (started) {
        throw new Error(`the controller ${name} was run before`);
      }
      started = true;
      const allWork = Promise.all(Array.from({ length: workers }, work)).then(() => 'finished' as const);
      await aborted(signal);
      void queue.shutDown();
      if ((await within(gracePeriodMs, allWork)) === 'late') {
        reconciles.abort();
        if ((await within(settleMs, allWork)) === 'late') {
          note({ kind: 'abandoned', keys: [...working.keys()] });
        }
      }
    },
  };
}

/** Puts the key where its outcome sends it; gives the delay, or undefined when nothing is scheduled. */
function schedule(queue: WorkQueue, key: string, outcome: Outcome): number | undefined {
  switch (outcome.kind) {
    case 'done':
      queue.forget(key);
      return undefined;
    case 'requeueAfter':
      queue.forget(key);
      queue.addAfter(key, outcome.delayMs);
      return outcome.delayMs;
    case 'retry':
      return queue.addRateLimited(key, outcome.afterMs);
  }
}
