import { randomUUID } from 'node:crypto';
import { createLeaderElector, type Controller } from '@ixn/controller-runtime';
import { createKubeClient, type KubeClient, type Transport } from '@ixn/kube-client';

/** Lets one process at a time work; `setUp` makes a controller, with a queue, for each turn. */
export async function workAsLeader(
  transport: Transport,
  setUp: (client: KubeClient) => Controller,
  signal: AbortSignal,
): Promise<void> {
  const elector = createLeaderElector({
    client: createKubeClient(transport),
    lease: { namespace: 'default', name: 'greeting-operator' },
    identity: randomUUID(),
    fieldManager: 'greeting-operator',
  });
  // Every write asks first, right before its first byte.
  const client = createKubeClient(transport, { mayWrite: elector.isLeading });
  await elector.run((turn) => setUp(client).run(turn), signal);
}
