// Says what happens to the ConfigMaps of one namespace, and writes one itself, on the cluster of the current kubeconfig.
import { createKubeClient, createStore, createTransport } from '@ixn/kube-client';
import { KubeConfig } from '@kubernetes/client-node';

const namespace = 'default';
const configMaps = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };
const kubeConfig = new KubeConfig();
kubeConfig.loadFromDefault();
const transport = createTransport({ kubeConfig, userAgent: 'follow-config-maps' });
const client = createKubeClient(transport);

const store = createStore({
  transport,
  type: configMaps,
  namespaces: [namespace],
  project: (object) => Object.keys(Object(Reflect.get(object, 'data'))), // what is kept of an object in memory
  observe: (note) => process.stderr.write(`${JSON.stringify(note)}\n`), // every list, every broken watch
});
store.subscribe(({ kind, ref }) => void process.stdout.write(`${kind} ${ref.name}\n`));
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const running = store.run(stop.signal);
await store.synced;

const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'hello', namespace }, data: { text: 'hello' } };
const applied = await client.apply(configMaps, object, { fieldManager: 'follow-config-maps' });
if (applied.ok) store.observeWrite(applied.value);
else process.stderr.write(`${applied.failure.code}: ${applied.failure.message}\n`); // a value, never an exception
process.stdout.write(`hello has ${store.get({ namespace, name: 'hello' })?.join()}\n`);
await running;
await transport.close();
