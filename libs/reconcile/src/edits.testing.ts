import { interactionServer, type Overrides, podMergeSchema } from '@ixn/test-kit';
import type { FakeCluster } from './fake-cluster.testing.ts';

/** Gives the resource another spec, as a user does; the generation goes up. */
export function edit(cluster: FakeCluster, overrides: Overrides): void {
  cluster.change((resource) => {
    const { spec } = interactionServer(overrides);
    const generation = resource.metadata.generation + 1;
    return { ...resource, metadata: { ...resource.metadata, generation }, spec };
  });
}

export function annotate(cluster: FakeCluster, annotations: Readonly<Record<string, string>>): void {
  cluster.change((resource) => ({ ...resource, metadata: { ...resource.metadata, annotations } }));
}

const podTemplate = { spec: { containers: [{ name: 'beside', image: 'beside:1' }] } };
/** Workloads whose pods depend on how the operator merges templates. */
export const customised = { ixnServer: { podTemplate }, ixnNode: { podTemplate }, ixnVQNode: { podTemplate } };

/** As another version of the operator would render the pods: the same spec gives another template. */
export function renderOtherwise(cluster: FakeCluster): void {
  cluster.setMergeSchema(podMergeSchema);
}

export const newImages = {
  ixnServer: { image: { tag: '2' } },
  ixnNode: { image: { tag: '2' } },
  ixnVQNode: { image: { tag: '2' } },
} as const;
