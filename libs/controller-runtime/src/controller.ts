import type { WorkQueue } from './work-queue.ts';

/** How one reconcile ended. */
export type Outcome =
  | { readonly kind: 'done' }
  /** All is well; look again later. */
  | { readonly kind: 'requeueAfter'; readonly delayMs: number }
  /** It failed in an expected way: again after the key's back-off, or after `afterMs` where the server said so. */
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
}

/** What a controller did; for logs and metrics. */
export type ControllerNote = { readonly controller: string } & (
  | {
      readonly kind: 'reconciled';
      readonly key: string;
      readonly reconcileId: string;
      readonly attempt: number;
      readonly durationMs: number;
      readonly outcome: Outcome;
      /** Absent when nothing is scheduled. */
      readonly nextTryInMs?: number;
    }
  /** `reconcile` threw: a bug. The key is tried again with back-off. */
  | {
      readonly kind: 'threw';
      readonly key: string;
      readonly reconcileId: string;
      readonly attempt: number;
      readonly durationMs: number;
      readonly error: unknown;
      readonly nextTryInMs: number;
    }
  /** The controller stopped although these keys were still being worked. */
  | { readonly kind: 'abandoned'; readonly keys: readonly string[] }
);

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

export function createController(_options: ControllerOptions): Controller {
  throw new Error('not built yet');
}
