import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { selectorLabels } from '../labels.ts';
import { objectsOfKind } from '../resolved.testing.ts';

const resources = { requests: { cpu: '30m' } };

function budgetsOf(ixnVQNode: object) {
  return objectsOfKind('PodDisruptionBudget', interactionServer({ spec: { ixnVQNode } }));
}

describe('the PodDisruptionBudget', () => {
  it.each<[string, object, readonly string[]]>([
    ['one VQ Node', {}, []],
    ['two', { replicas: 2 }, ['vq-node']],
    ['none', { replicas: 0 }, []],
    ['an autoscaler that may make several', { resources, autoscaling: { maxReplicas: 2 } }, ['vq-node']],
    ['an autoscaler that may make one', { replicas: 5, resources, autoscaling: { maxReplicas: 1 } }, []],
    ['an autoscaler, and all stopped', { replicas: 0, resources, autoscaling: { maxReplicas: 2 } }, []],
  ])('is there for %s: never for a pod that is alone by its spec', (_, ixnVQNode, names) => {
    expect(Object.keys(budgetsOf(ixnVQNode))).toEqual(names);
  });

  it('lets one pod go at a time, and every pod that is not ready', () => {
    expect(budgetsOf({ replicas: 2 })['vq-node']).toMatchObject({
      apiVersion: 'policy/v1',
      metadata: { name: 'tenant-100-vq-node' },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: { matchLabels: selectorLabels('tenant-100', 'ixnVQNode') },
      },
    });
  });
});
