import { imageTags } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNamespace, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const all = ['ixnServer', 'ixnNode', 'ixnVQNode'] as const;
const name = 'mended';

describe('a spec with an image that does not exist', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('bad-spec');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance(name));
    await untilReady(namespace, name);
  });
  afterAll(() => operator.stop());

  async function setImages(workloads: readonly string[], tag: string): Promise<void> {
    const spec = Object.fromEntries(workloads.map((workload) => [workload, { image: { tag } }]));
    await namespace.patch('interactionservers', name, { spec });
  }

  it.each([...all.map((workload) => [workload]), all].map((workloads) => ({ workloads, of: workloads.join(', ') })))(
    'is left behind by the mended spec alone, without a hand on any pod: $of',
    async ({ workloads, of }) => {
      await setImages(workloads, imageTags.missing);
      const broken = await untilInstance(namespace, name, 'tells of the image', ({ Ready }) => {
        return Ready?.reason === 'ImagePullBackOff';
      });
      expect(conditionsOf(broken)).toMatchObject({ Ready: { status: 'Unknown' }, Reconciling: { status: 'True' } });

      const mendedAtMs = performance.now();
      const tag = `mended-${workloads.length}-${workloads[0]}`;
      await setImages(workloads, tag);
      await untilReady(namespace, name);
      const seconds = ((performance.now() - mendedAtMs) / 1000).toFixed(1);
      console.log(`${of}: Ready ${seconds} s after the spec was mended`);

      const { workloads: statuses } = (await namespace.get('interactionservers', name))?.['status'] ?? {};
      const running = statuses.filter(({ image }: { readonly image: string }) => image.endsWith(`:${tag}`));
      expect(running.map((status: { readonly name: string }) => status.name)).toEqual(workloads);
      const images: readonly string[] = (await namespace.list('pods')).flatMap(({ metadata, ...pod }) =>
        metadata.deletionTimestamp === undefined ? [pod['spec'].containers[0].image] : [],
      );
      expect(images.filter((image) => image.endsWith(`:${imageTags.missing}`))).toEqual([]);
    },
    60_000,
  );
});
