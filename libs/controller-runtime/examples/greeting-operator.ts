// Keeps a ConfigMap with the text of each Greeting (greeting-crd.yaml), on the cluster of the current kubeconfig.
import { createController, createWorkQueue, type Outcome } from '@ixn/controller-runtime';
import { createKubeClient, createStore, createTransport, type KubeObject } from '@ixn/kube-client';
import { KubeConfig } from '@kubernetes/client-node';

const fieldManager = 'greeting-operator';
const greetings = { group: 'example.com', version: 'v1', plural: 'greetings', kind: 'Greeting', namespaced: true };
const configMaps = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

const kubeConfig = new KubeConfig();
kubeConfig.loadFromDefault();
const transport = createTransport({ kubeConfig, userAgent: fieldManager });
const client = createKubeClient(transport);
const textAt = (object: KubeObject, part: string): string => String(Object(Reflect.get(object, part)).text);
const everywhere = { transport, namespaces: 'all' } as const;
const wanted = createStore({ ...everywhere, type: greetings, project: (greeting) => greeting });
const made = createStore({ ...everywhere, type: configMaps, project: (map) => textAt(map, 'data') });
const running = [wanted, made].map((store) => store.run(stop.signal));

async function reconcile(key: string): Promise<Outcome> {
  const [namespace = '', name = ''] = key.split('/');
  const greeting = wanted.get({ namespace, name });
  if (greeting === undefined) return { kind: 'done' }; // its owner reference takes the ConfigMap away
  const text = textAt(greeting, 'spec');
  if (made.get({ namespace, name }) === text) return { kind: 'done' };
  const ownerReferences = [{ apiVersion: 'example.com/v1', kind: 'Greeting', name, uid: greeting.metadata.uid ?? '' }];
  const metadata = { name, namespace, ownerReferences };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text } };
  const applied = await client.apply(configMaps, object, { fieldManager });
  if (!applied.ok) return { kind: 'retry', failure: applied.failure };
  made.observeWrite(applied.value); // so that the next look sees it, whether the watch has told of it or not
  return { kind: 'done' };
}

const queue = createWorkQueue({ backoff: { baseMs: 200, maxMs: 60_000 } });
const controller = createController({ name: 'greeting', workers: 4, queue, reconcile });
[wanted, made].forEach((store) => store.subscribe(({ ref }) => controller.enqueue(`${ref.namespace}/${ref.name}`)));
await Promise.race([Promise.all([wanted.synced, made.synced]), Promise.all(running)]);
await controller.run(stop.signal);
await transport.close();
