import type { Outcome, ReconcileContext } from '@ixn/controller-runtime';
import {
  type ClusterWriter,
  type DependencyWatch,
  type NextTry,
  objectOf,
  type Ports,
  reconcile,
  type Reconciled,
  type WriteOutcome,
} from '@ixn/reconcile';
import type { Logger } from '@ixn/telemetry';
import { inTurns } from './ordered-writer.ts';
import type { ReferenceContents } from './reference-contents.ts';
import type { ForgetfulReferenceReader } from './reference-reader.ts';
import { createTurns } from './turns.ts';

export interface ReconcileParts {
  readonly ports: Omit<Ports, 'references' | 'retryDelayMs'>;
  readonly references: ForgetfulReferenceReader;
  readonly contents: ReferenceContents;
  readonly log: Logger;
  /** Told of each workload whose pods are replaced. */
  readonly onRestart: (restart: Reconciled['restarted'][number]) => void;
}

/** Whatever the number of workers: more of them would only wait for each other in the API server. */
const writesAtATime = 16;

/** The flow for one instance (a key is namespace/name), with what is remembered and logged of it. */
export function createReconcile({ ports, references, contents, log, onRestart }: ReconcileParts) {
  const turns = createTurns(writesAtATime);
  return async (key: string, context: ReconcileContext): Promise<Outcome> => {
    const [namespace = '', name = ''] = key.split('/');
    const { signal, retryDelayMs } = context;
    const writer = inTurns(untilAborted(ports.writer, signal), turns);
    const dependencies = unlessAborted(ports.dependencies, signal);
    try {
      const outside = { ...ports, references, dependencies, writer, retryDelayMs };
      const result = await reconcile({ namespace, name }, outside);
      result?.restarted.forEach(onRestart);
      if (result === undefined) references.forget(key);
      else noteReconciled(log, key, context, result);
      return toOutcome(result?.next ?? { kind: 'none' });
    } finally {
      contents.settle(key);
    }
  };
}

/** A writer that sends nothing more once a reconcile was given up: its key may be with another worker by then. */
function untilAborted(writer: ClusterWriter, signal: AbortSignal): ClusterWriter {
  const givenUp: WriteOutcome = { kind: 'failed', message: 'this reconcile was given up' };
  return {
    apply: async (object, mode) => (signal.aborted ? givenUp : writer.apply(object, mode)),
    tryApply: async (object, mode) => (signal.aborted ? givenUp : writer.tryApply(object, mode)),
    explainDrift: async (object) => (signal.aborted ? undefined : writer.explainDrift(object)),
    remove: async (child) => (signal.aborted ? givenUp : writer.remove(child)),
    removePod: async (pod) => (signal.aborted ? givenUp : writer.removePod(pod)),
    reportStatus: async (resource, status) => (signal.aborted ? givenUp : writer.reportStatus(resource, status)),
    recordEvent: (resource, event) => {
      if (!signal.aborted) writer.recordEvent(resource, event);
    },
  };
}

/** Begins no checks once a reconcile was given up: nobody would end them. */
function unlessAborted(dependencies: DependencyWatch, signal: AbortSignal): DependencyWatch {
  const { known, observe } = dependencies;
  return {
    ...dependencies,
    observe: (instance, request) => (signal.aborted ? known(instance) : observe(instance, request)),
  };
}

function toOutcome(next: NextTry): Outcome {
  switch (next.kind) {
    case 'none':
      return { kind: 'done' };
    case 'after':
      return { kind: 'requeueAfter', delayMs: next.delayMs };
    case 'retry': {
      const failure = { code: next.code ?? 'NotDone', message: next.message };
      return next.afterMs === undefined
        ? { kind: 'retry', failure }
        : { kind: 'retry', failure, afterMs: next.afterMs };
    }
  }
}

function noteReconciled(log: Logger, instance: string, context: ReconcileContext, result: Reconciled): void {
  const { generation, applied, reported } = result;
  if (applied.length === 0 && reported === undefined) return;
  const line = log.child({ instance, generation, reconcileId: context.reconcileId });
  for (const { change, outcome } of applied) {
    const cause = change.kind === 'update' ? change.cause : undefined;
    const fields = { change: change.kind, object: objectOf(change), cause };
    if (outcome.kind === 'done') line.info(fields, 'object written');
    else line.warn({ ...fields, outcome: outcome.kind, problem: outcome.message }, 'object not written');
  }
  const ready = reported?.conditions?.find((condition) => condition.type === 'Ready');
  if (ready !== undefined) {
    line.info({ ready: ready.status, reason: ready.reason, message: ready.message }, 'status reported');
  }
}
