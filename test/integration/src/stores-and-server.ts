import { isDeepStrictEqual } from 'node:util';
import type { Transport } from '@ixn/kube-client';
import { createStores, requiredStores, type Stores } from '@ixn/operator';
import { adminTransport } from './admin-transport.ts';
import { eventually } from './cluster.ts';
import type { RunningOperator } from './operator.ts';

/** Waits until an operator's stores hold exactly what a list of the API server gives now, without the faulty way to it. */
export async function untilStoresEqualServer({ stores }: RunningOperator, namespace: string): Promise<void> {
  const transport = adminTransport('comparison');
  try {
    await eventually(
      'the stores equal the lists of the API server',
      async () => {
        const listed = await listOf(transport, namespace);
        return isDeepStrictEqual(contentOf(stores), listed) || undefined;
      },
      60_000,
    );
  } finally {
    await transport.close();
  }
}

/** How often a watch of the resource went through a kind of event (`listed`, `listFailed`, `watchEnded`), as the metrics tell. */
export async function watchNotes(operator: RunningOperator, resource: string, kind: string): Promise<number> {
  const line = `ixn_operator_watch_notes_total{resource="${resource}",kind="${kind}"} `;
  const found = (await operator.metrics()).split('\n').find((one) => one.startsWith(line));
  return Number(found?.slice(line.length) ?? 0);
}

async function listOf(transport: Transport, namespace: string) {
  const stores = createStores({
    transport,
    namespaces: [namespace],
    watchReferences: true,
    watchEndpoints: true,
    observe: () => undefined,
  });
  const stop = new AbortController();
  const running = requiredStores(stores).map((store) => store.run(stop.signal));
  await Promise.all(requiredStores(stores).map((store) => store.synced));
  stop.abort();
  await Promise.all(running);
  return contentOf(stores);
}

function contentOf({ instances, pods, endpoints, references, failedCreates, children }: Stores) {
  const { Secret: secrets, ConfigMap: configMaps } = references ?? {};
  const all = {
    instances,
    pods,
    failedCreates,
    ...(endpoints && { endpoints }),
    ...(secrets && { secrets }),
    ...(configMaps && { configMaps }),
    ...children,
  };
  return Object.fromEntries(
    Object.entries(all).map(([kind, store]) => [
      kind,
      store
        .list()
        .map((item) => JSON.stringify(item))
        .toSorted(),
    ]),
  );
}
