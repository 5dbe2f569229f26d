import { interactionServers } from '@ixn/operator';
import { createKubeClient, type Transport } from '@ixn/kube-client';
import { inParallel } from './in-parallel.ts';
import { numberedInstance, sampleManifest } from './instance-manifest.ts';
import type { InstanceParts } from './templates.ts';

/** Instances are created this many at a time: quicker than anybody can work on them. */
const concurrency = 8;

/** Creates instances with numbers from 1 on; `onCreated` is told of each, as soon as it exists. */
export async function createInstances(
  transport: Transport,
  namespace: string,
  count: number,
  onCreated: (parts: InstanceParts) => void = () => undefined,
): Promise<void> {
  const client = createKubeClient(transport);
  const sample = sampleManifest();
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  await inParallel(numbers, concurrency, async (number) => {
    const manifest = numberedInstance(sample, namespace, number);
    const created = await client.create(interactionServers, manifest, { fieldManager: 'bench' });
    if (!created.ok) throw new Error(created.failure.message);
    const { name, uid = '' } = created.value.metadata;
    onCreated({ name, namespace, uid, tenant: manifest.spec.tenant.id });
  });
}
