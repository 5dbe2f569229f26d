import { hostname } from 'node:os';
import { createController, createWorkQueue, type Outcome, type ReconcileContext } from '@ixn/controller-runtime';
import { createKubeClient, createTransport, type KubeClient, ownsExactly, resourceName } from '@ixn/kube-client';
import type { MergeSchema } from '@ixn/manifests';
import { type NextTry, objectOf, type Ports, reconcile, type Reconciled } from '@ixn/reconcile';
import { type Logger, serveEndpoints } from '@ixn/telemetry';
import type { KubeConfig } from '@kubernetes/client-node';
import { createClusterReader } from './cluster-reader.ts';
import { createClusterWriter } from './cluster-writer.ts';
import type { Configuration } from './configuration.ts';
import { createEventRecorder } from './event-recorder.ts';
import { createMetrics } from './metrics.ts';
import { noteController, noteStore } from './notes.ts';
import { fetchPodMergeSchema } from './pod-merge-schema.ts';
import { followPodMonitors } from './pod-monitor-support.ts';
import { definitionType } from './resource-types.ts';
import { requiredStores, createStores, type Stores } from './stores.ts';
import { createSecretReaders, enqueueOnChange } from './triggers.ts';

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
  const { configuration, log, onReady = () => undefined } = parts;
  const { namespaces, workers, httpHost, httpPort, resyncMs } = configuration;
  const { metrics, queue, transport, stores, client, maySeeDefinitions } = connect(parts);
  let enqueueAll = () => undefined as void;
  const podMonitors = followPodMonitors(stores, maySeeDefinitions, () => enqueueAll(), signal);
  const schema = fetchPodMergeSchema(
    {
      client,
      onFailure: (message) => log.warn({ message }, 'the schema of pods could not be read'),
      retryAfterMs: backoff.baseMs * 4,
    },
    signal,
  );
  let started = false;
  const endpoints = await serveEndpoints({
    host: httpHost,
    port: httpPort,
    registry: metrics.registry,
    healthy: () => undefined,
    ready: () => (started ? undefined : 'the first list of all resources has not come in yet'),
  });
  log.info({ namespaces, workers, port: endpoints.port }, 'operator started');

  const watching = requiredStores(stores).map((store) => store.run(signal));
  try {
    const synced = Promise.all([...requiredStores(stores).map((store) => store.synced), podMonitors.known]);
    const podMergeSchema = await Promise.race([synced.then(() => schema), aborted(signal)]);
    if (podMergeSchema !== undefined) {
      const readers = createSecretReaders();
      const features = () => ({ podMonitors: podMonitors.isThere() });
      const ports = createPorts({ client, stores, podMergeSchema, features }, log);
      const controller = createController({
        name: 'interaction-server',
        workers,
        queue,
        reconcile: async (key, context) => {
          const ref = refOfKey(key);
          const result = await reconcile(ref, ports);
          const secrets = result?.secrets ?? [];
          readers.note(
            key,
            secrets.map((secret) => `${ref.namespace}/${secret}`),
          );
          if (result !== undefined) noteReconciled(log, key, context, result);
          return toOutcome(result?.next ?? { kind: 'none' });
        },
        observe: (note) => {
          metrics.controller(note);
          noteController(log, note);
        },
      });
      const enqueue = (key: string) => controller.enqueue(key);
      enqueueAll = () => instanceKeys(stores).forEach(enqueue);
      enqueueOnChange(stores, readers, enqueue);
      enqueueAll();
      started = true;
      log.info({ instances: instanceKeys(stores).length }, 'all resources listed, work begins');
      onReady();
      const resync = setInterval(() => enqueueAll(), resyncMs);
      await controller.run(signal).finally(() => clearInterval(resync));
    }
    await Promise.all(watching);
  } finally {
    await endpoints.close();
    await transport.close();
    log.info({}, 'operator stopped');
  }
}

/** The parts that reach the cluster, with what is measured and logged of them. Nothing is sent yet. */
function connect({ configuration, kubeConfig, log }: OperatorParts) {
  const queue = createWorkQueue({ backoff });
  const metrics = createMetrics({
    queueDepth: () => queue.depth(),
    lastEventAgeMs: () => Math.max(...requiredStores(stores).map((store) => store.lastEventAgeMs())),
  });
  const transport = createTransport({ kubeConfig, userAgent, observe: metrics.request });
  const { promise: maySeeDefinitions, resolve: tellMaySee } = Promise.withResolvers<boolean>();
  const stores = createStores({
    transport,
    namespaces: configuration.namespaces,
    observe: (note) => {
      metrics.store(note);
      noteStore(log, note);
      // Without that right there are no PodMonitors for us, which is no reason to wait.
      const refused = note.kind === 'listFailed' && note.failure.code === 'Forbidden';
      if (refused && note.resource === resourceName(definitionType)) tellMaySee(false);
    },
  });
  return { queue, metrics, transport, stores, client: createKubeClient(transport), maySeeDefinitions };
}

interface PortParts {
  readonly client: KubeClient;
  readonly stores: Stores;
  readonly podMergeSchema: MergeSchema;
  readonly features: Ports['reader']['features'];
}

function createPorts({ client, stores, podMergeSchema, features }: PortParts, log: Logger): Ports {
  const events = createEventRecorder({
    client,
    instance: hostname(),
    now: Date.now,
    onFailure: (failure) => log.warn({ failure }, 'event not written'),
  });
  return {
    reader: createClusterReader(stores, features),
    writer: createClusterWriter(client, stores, events),
    ownsExactly,
    podMergeSchema,
    now: Date.now,
  };
}

function instanceKeys(stores: Stores): readonly string[] {
  return stores.instances.list().map(({ metadata: { namespace, name } }) => `${namespace}/${name}`);
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

/** Resolves, with nothing, when the signal aborts. */
function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
