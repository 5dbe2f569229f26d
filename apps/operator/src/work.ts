import {
  type ControllerNote,
  createController,
  createWorkQueue,
  type Outcome,
  type ReconcileContext,
  type WorkQueue,
} from '@ixn/controller-runtime';
import { createRests } from './rests.ts';

/** Between tries of one instance. */
const backoff = { baseMs: 250, maxMs: 60_000 };

/** Between two reconciles of one instance that events ask for: an edit is looked at at once, the bustle of a rollout at times. */
const rest = { firstMs: 250, longestMs: 1_000 };

export interface WorkOptions {
  readonly workers: number;
  /** How often every instance is worked on without an event. */
  readonly resyncMs: number;
  /** Every instance there is. */
  readonly instances: () => readonly string[];
  readonly observe: (note: ControllerNote) => void;
}

/** The workers and what waits for them, turn by turn. */
export interface Work {
  /** Works on all instances, and on what is enqueued, until the signal aborts. Can be called again after that. */
  run(reconcile: (key: string, context: ReconcileContext) => Promise<Outcome>, signal: AbortSignal): Promise<void>;
  /** Forgotten while nobody works: every turn begins with all instances. */
  readonly enqueue: (key: string) => void;
  readonly enqueueAll: () => void;
  /** Instances that wait for a worker. */
  depth(): number;
  /** Instances whose last try failed, and the time until each of them has been tried again; none while nobody works. */
  retries(): Retries;
}

export type Retries = ReturnType<WorkQueue['retries']>;

export function createWork({ workers, resyncMs, instances, observe }: WorkOptions): Work {
  let queue = createWorkQueue({ backoff });
  let working = false;
  const rests = createRests(rest, (key) => {
    if (working) queue.add(key);
  });

  function enqueue(key: string): void {
    if (working) rests.add(key);
  }
  function enqueueAll(): void {
    instances().forEach(enqueue);
  }

  return {
    enqueue,
    enqueueAll,
    depth: () => queue.depth(),
    retries: () => (working ? queue.retries() : { keys: 0, longestMs: 0 }),
    async run(reconcile, signal) {
      queue = createWorkQueue({ backoff });
      const controller = createController({
        name: 'interaction-server',
        workers,
        queue,
        reconcile: (key, context) => rests.around(key, () => reconcile(key, context)),
        observe,
      });
      working = true;
      enqueueAll();
      const resync = setInterval(enqueueAll, resyncMs);
      try {
        await controller.run(signal);
      } finally {
        clearInterval(resync);
        rests.clear();
        working = false;
      }
    },
  };
}
