import { createController, createWorkQueue, type Outcome, type ReconcileContext } from '@ixn/controller-runtime';
import { createKubeClient, createTransport, ownsExactly } from '@ixn/kube-client';
import { type NextTry, objectOf, reconcile, type Reconciled } from '@ixn/reconcile';
import { type Logger, serveEndpoints } from '@ixn/telemetry';
import type { KubeConfig } from '@kubernetes/client-node';
import { createClusterReader } from './cluster-reader.ts';
import { createClusterWriter } from './cluster-writer.ts';
import type { Configuration } from './configuration.ts';
import { createMetrics } from './metrics.ts';
import { noteController, noteStore } from './notes.ts';
import { fetchPodMergeSchema } from './pod-merge-schema.ts';
import { allStores, createStores, type Stores } from './stores.ts';

const userAgent = 'interaction-server-operator';
const backoff = { baseMs: 250, maxMs: 60_000 };

export interface OperatorParts {
  readonly configuration: Configuration;
  readonly kubeConfig: KubeConfig;
  readonly log: Logger;
  /** Called once, when every resource has been listed and work begins. */
  readonly onReady?: () => void;
}

/**
 * Runs the operator until `signal` aborts; resolves within ten seconds after that. Rejects when the port for health and
 * metrics cannot be had. A cluster that cannot be reached is waited for.
 */
export async function runOperator(parts: OperatorParts, signal: AbortSignal): Promise<void> {
  const { configuration, kubeConfig, log, onReady = () => undefined } = parts;
  const { namespaces, workers, httpHost, httpPort } = configuration;
  const queue = createWorkQueue({ backoff });
  const metrics = createMetrics({
    queueDepth: () => queue.depth(),
    lastEventAgeMs: () => Math.max(...allStores(stores).map((store) => store.lastEventAgeMs())),
  });
  const transport = createTransport({ kubeConfig, userAgent, observe: metrics.request });
  const stores = createStores({
    transport,
    namespaces,
    observe: (note) => {
      metrics.store(note);
      noteStore(log, note);
    },
  });
  const client = createKubeClient(transport);
  const podMergeSchema = fetchPodMergeSchema(
    {
      client,
      onFailure: (message) => log.warn({ message }, 'the schema of pods could not be read'),
      retryAfterMs: backoff.baseMs * 4,
    },
    signal,
  );
  const ports = {
    reader: createClusterReader(stores),
    writer: createClusterWriter(client, stores),
    ownsExactly,
    now: Date.now,
  };
  const controller = createController({
    name: 'interaction-server',
    workers,
    queue,
    reconcile: async (key, context) => {
      const schema = await podMergeSchema;
      // Only when the operator stops.
      if (schema === undefined) return { kind: 'done' };
      const result = await reconcile(refOfKey(key), { ...ports, podMergeSchema: schema });
      if (result !== undefined) noteReconciled(log, key, context, result);
      return toOutcome(result?.next ?? { kind: 'none' });
    },
    observe: (note) => {
      metrics.controller(note);
      noteController(log, note);
    },
  });
  enqueueOnChange(stores, (key) => controller.enqueue(key));

  let started = false;
  const endpoints = await serveEndpoints({
    host: httpHost,
    port: httpPort,
    registry: metrics.registry,
    healthy: () => undefined,
    ready: () => (started ? undefined : 'the first list of all resources has not come in yet'),
  });
  log.info({ namespaces, workers, port: endpoints.port }, 'operator started');

  const watching = allStores(stores).map((store) => store.run(signal));
  try {
    const listed = allStores(stores).map((store) => store.synced);
    await Promise.race([Promise.all([...listed, podMergeSchema]), aborted(signal)]);
    if (!signal.aborted) {
      started = true;
      log.info({ instances: stores.instances.list().length }, 'all resources listed, work begins');
      onReady();
      await controller.run(signal);
    }
    await Promise.all(watching);
  } finally {
    await endpoints.close();
    await transport.close();
    log.info({}, 'operator stopped');
  }
}

function enqueueOnChange(stores: Stores, enqueue: (key: string) => void): void {
  stores.instances.subscribe(({ ref }) => enqueue(`${ref.namespace ?? ''}/${ref.name}`));
  for (const store of Object.values(stores.children)) {
    store.subscribe((change) => {
      const before = change.kind === 'added' ? [] : change.before.instances;
      const after = change.kind === 'deleted' ? [] : change.after.instances;
      for (const key of new Set([...before, ...after])) enqueue(key);
    });
  }
}

function refOfKey(key: string): { readonly namespace: string; readonly name: string } {
  const [namespace = '', name = ''] = key.split('/');
  return { namespace, name };
}

function toOutcome(next: NextTry): Outcome {
  switch (next.kind) {
    case 'none':
      return { kind: 'done' };
    case 'after':
      return { kind: 'requeueAfter', delayMs: next.delayMs };
    case 'retry': {
      const failure = { code: 'WriteFailed', message: next.message };
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

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
