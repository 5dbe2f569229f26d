import { hostname } from 'node:os';
import {
  createKubeClient,
  createTransport,
  type KubeClient,
  ownsExactly,
  resourceName,
  type StoreTimings,
} from '@ixn/kube-client';
import type { MergeSchema } from '@ixn/manifests';
import type { Ports } from '@ixn/reconcile';
import { type Logger, serveEndpoints } from '@ixn/telemetry';
import type { KubeConfig } from '@kubernetes/client-node';
import { createClusterReader } from './cluster-reader.ts';
import { createClusterWriter } from './cluster-writer.ts';
import type { Configuration } from './configuration.ts';
import { assembleDependencies, type DependencySurroundings } from './dependencies.ts';
import { createEventRecorder } from './event-recorder.ts';
import { createLeadership } from './leadership.ts';
import { deadWatch } from './liveness.ts';
import { createMetrics } from './metrics.ts';
import { noteController, noteStore } from './notes.ts';
import { findOwnImage } from './own-image.ts';
import { fetchPodMergeSchema } from './pod-merge-schema.ts';
import { followPodMonitors } from './pod-monitor-support.ts';
import { followProtectionPolicy, isRefusalOfProtection } from './protection-policy.ts';
import { createReconcile } from './reconcile-instance.ts';
import { createReferencePoller } from './reference-poller.ts';
import { createReferenceReader } from './reference-reader.ts';
import { createReferenceUsers, type ReferenceUsers } from './reference-users.ts';
import { type ReferenceVersions, watchedVersions } from './reference-versions.ts';
import { childTypes, definitionType } from './resource-types.ts';
import { pendingByReason } from './updates-pending.ts';
import { createTemplateRecordReader } from './template-records.ts';
import { fetchServerVersion } from './server-version.ts';
import { createStores, optionalStores, requiredStores, type Stores } from './stores.ts';
import { enqueueOnChange } from './triggers.ts';
import { createWork, type Work } from './work.ts';

const userAgent = 'interaction-server-operator';

export interface OperatorParts {
  readonly configuration: Configuration;
  readonly kubeConfig: KubeConfig;
  readonly log: Logger;
  /** Called when every resource has been listed and work begins, that is, at once or each time that it comes to lead. */
  readonly onReady?: (stores: Stores) => void;
  readonly timings?: OperatorTimings;
  /** What checks of dependencies see of the world, where that is another one than it is. */
  readonly surroundings?: DependencySurroundings;
  /** The version that the API server is taken for, such as v1.36.3; it is asked for it by default. */
  readonly serverVersion?: string;
  /** Whether lists are asked for as streams, where the API server can; true by default. */
  readonly streamedLists?: boolean;
}

/** How patient it is with the API server; for tests that cannot wait as long as the defaults do. */
export interface OperatorTimings {
  readonly requestTimeoutMs?: number;
  readonly stores?: Partial<StoreTimings>;
}

/**
 * Runs the operator until `signal` aborts; resolves within ten seconds after that. Rejects when the port for health and
 * metrics cannot be had. A cluster that cannot be reached is waited for.
 */
export async function runOperator(parts: OperatorParts, signal: AbortSignal): Promise<void> {
  const { configuration, log, onReady = () => undefined } = parts;
  const { namespaces, workers, httpHost, httpPort } = configuration;
  const { metrics, work, transport, stores, client, leadership, rights } = connect(parts);
  const podMonitors = followPodMonitors(stores, rights, work.enqueueAll, signal);
  const protection = followProtectionPolicy(stores.protection, rights.protectionRefused, work.enqueueAll, signal);
  const ask = {
    client,
    onFailure: (message: string) => log.warn({ message }, 'the API server does not tell what must be known of it'),
    retryAfterMs: 1000,
  };
  const version = parts.serverVersion ?? fetchServerVersion(ask, signal);
  const imageParts = {
    ...ask,
    kubeConfig: parts.kubeConfig,
    onFailure: (message: string) => log.warn({ message }, 'the image of the operator is not known'),
  };
  const known = Promise.all([
    fetchPodMergeSchema(ask, signal),
    version,
    findOwnImage(configuration, imageParts, signal),
  ]);
  let listed = false;
  const endpoints = await serveEndpoints({
    host: httpHost,
    port: httpPort,
    registry: metrics.registry,
    healthy: () => deadWatch([...requiredStores(stores), ...optionalStores(stores)]),
    ready: () => (listed ? undefined : 'the first list of all resources has not come in yet'),
  });
  log.info({ namespaces, workers, port: endpoints.port }, 'operator started');

  const watching = requiredStores(stores).map((store) => store.run(signal));
  try {
    const optional = [podMonitors.known, protection.known];
    const synced = Promise.all([...requiredStores(stores).map((store) => store.synced), ...optional]);
    const [podMergeSchema, serverVersion, operatorImage] =
      (await Promise.race([synced.then(() => known), aborted(signal)])) ?? [];
    if (podMergeSchema !== undefined) {
      const users = createReferenceUsers();
      const versions = followVersions({ client, stores, work, users }, configuration, signal);
      watching.push(versions.ended);
      const { watch: dependencies, contents } = assembleDependencies({
        client,
        stores,
        versions,
        dialling: configuration.dialling,
        enqueue: work.enqueue,
        registry: metrics.registry,
        log,
        ...(parts.surroundings && { surroundings: parts.surroundings }),
      });
      const references = createReferenceReader({ client, versions, users, onRead: contents.noteRead });
      const features = () => ({ podMonitors: podMonitors.isThere() });
      const cluster = { features, protectionPolicy: protection.state };
      const ports = {
        ...createPorts({ client, stores, podMergeSchema, serverVersion, operatorImage, cluster }, log),
        dependencies,
      };
      const reconcile = createReconcile({ ports, references, contents, log, onRestart: metrics.restart });
      enqueueOnChange(stores, users, work.enqueue);
      listed = true;
      await leadership.run((turn) => {
        log.info({ instances: instanceKeys(stores).length }, 'all resources listed, work begins');
        const worked = work.run(reconcile, turn).finally(dependencies.stop);
        onReady(stores);
        return worked;
      }, signal);
    }
    await Promise.all(watching);
  } finally {
    await endpoints.close();
    await Promise.all([transport.close(), leadership.close()]);
    log.info({}, 'operator stopped');
  }
}

/** The parts that reach the cluster, with what is measured and logged of them. Nothing is sent yet. */
function connect({ configuration, kubeConfig, log, timings = {}, streamedLists = true }: OperatorParts) {
  const { namespaces, workers, resyncMs, pollReferencesMs } = configuration;
  const metrics = createMetrics({
    queueDepth: () => work.depth(),
    retries: () => work.retries(),
    updatesPending: () => pendingByReason(stores.instances.list()),
    lastEventAgeMs: () => Math.max(...requiredStores(stores).map((store) => store.lastEventAgeMs())),
    leading: () => leadership.isLeading(),
  });
  const { requestTimeoutMs, stores: storeTimings } = timings;
  const connection = {
    kubeConfig,
    userAgent,
    observe: metrics.request,
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
  };
  const leadership = createLeadership(configuration, connection, log);
  const transport = createTransport(connection);
  const { promise: maySeeDefinitions, resolve: tellMaySee } = Promise.withResolvers<boolean>();
  const { promise: mayNotList, resolve: tellMayNotList } = Promise.withResolvers<void>();
  const { promise: protectionRefused, resolve: tellProtectionRefused } = Promise.withResolvers<void>();
  const stores = createStores({
    transport,
    namespaces,
    watchReferences: pollReferencesMs === undefined,
    watchEndpoints: true,
    streamedLists,
    ...(storeTimings && { timings: storeTimings }),
    observe: (note) => {
      metrics.store(note);
      noteStore(log, note);
      // Without that right there are no PodMonitors for us, which is no reason to wait.
      const refused = note.kind === 'listFailed' && note.failure.code === 'Forbidden';
      if (refused && note.resource === resourceName(definitionType)) tellMaySee(false);
      if (refused && note.resource === resourceName(childTypes.PodMonitor)) tellMayNotList();
      if (isRefusalOfProtection(note)) tellProtectionRefused();
    },
  });
  const work = createWork({
    workers,
    resyncMs,
    instances: () => instanceKeys(stores),
    observe: (note) => {
      metrics.controller(note);
      noteController(log, note);
    },
  });
  const client = createKubeClient(transport, { mayWrite: leadership.isLeading });
  const rights = { maySeeDefinitions, mayNotList, protectionRefused };
  return { metrics, work, transport, stores, client, leadership, rights };
}

interface VersionParts {
  readonly client: KubeClient;
  readonly stores: Stores;
  readonly work: Work;
  readonly users: ReferenceUsers;
}

/** The versions of Secrets and ConfigMaps, watched or asked for until the signal aborts. */
function followVersions(
  { client, stores, work, users }: VersionParts,
  { pollReferencesMs }: Configuration,
  signal: AbortSignal,
): ReferenceVersions & { readonly ended: Promise<void> } {
  if (pollReferencesMs === undefined) return { ...watchedVersions(stores.references), ended: Promise.resolve() };
  const poller = createReferencePoller({ client, users, intervalMs: pollReferencesMs, enqueue: work.enqueue });
  return { ...poller, ended: poller.run(signal) };
}

interface PortParts {
  readonly client: KubeClient;
  readonly stores: Stores;
  readonly podMergeSchema: MergeSchema;
  readonly serverVersion: string | undefined;
  readonly operatorImage: string | undefined;
  readonly cluster: Pick<Ports['reader'], 'features' | 'protectionPolicy'>;
}

function createPorts(
  { client, stores, podMergeSchema, serverVersion, operatorImage, cluster }: PortParts,
  log: Logger,
): Omit<Ports, 'references' | 'dependencies' | 'retryDelayMs'> {
  const events = createEventRecorder({
    client,
    instance: hostname(),
    observe: (note) => log.warn(note, 'event not written'),
  });
  return {
    reader: createClusterReader(stores, cluster),
    templateRecords: createTemplateRecordReader(client),
    writer: createClusterWriter(client, stores, events),
    ownsExactly,
    podMergeSchema,
    serverVersion,
    operatorImage,
    now: Date.now,
  };
}

function instanceKeys(stores: Stores): readonly string[] {
  return stores.instances.list().map(({ metadata: { namespace, name } }) => `${namespace}/${name}`);
}

/** Resolves, with nothing, when the signal aborts. */
function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
