import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { objectsOfKind } from '../resolved.testing.ts';

const resources = { requests: { cpu: '30m', memory: '128Mi' } };

function instanceWith(ixnVQNode: object) {
  return interactionServer({ spec: { ixnVQNode: { resources, ...ixnVQNode } } });
}

function specOf(autoscaling: object) {
  return objectsOfKind('HorizontalPodAutoscaler', instanceWith({ autoscaling }))['vq-node']?.spec;
}

function replicasOf(ixnVQNode: object) {
  const deployment = objectsOfKind('Deployment', instanceWith(ixnVQNode))['vq-node'];
  return deployment !== undefined && 'replicas' in deployment.spec ? deployment.spec.replicas : 'left out';
}

function target(name: string, averageUtilization: number) {
  const containerResource = { name, container: 'vq-node', target: { type: 'Utilization', averageUtilization } };
  return { type: 'ContainerResource', containerResource };
}

describe('the HorizontalPodAutoscaler', () => {
  it('is not there unless the spec asks for one', () => {
    expect(objectsOfKind('HorizontalPodAutoscaler', instanceWith({ replicas: 5 }))).toEqual({});
  });

  it('changes the Deployment of VQ Node within its bounds', () => {
    expect(specOf({ minReplicas: 2, maxReplicas: 9 })).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'tenant-100-vq-node' },
      minReplicas: 2,
      maxReplicas: 9,
    });
  });

  it.each<[string, object, readonly object[]]>([
    ['CPU at 80 % without another word', {}, [target('cpu', 80)]],
    ['CPU', { targetCPUUtilizationPercentage: 50 }, [target('cpu', 50)]],
    ['memory alone', { targetMemoryUtilizationPercentage: 70 }, [target('memory', 70)]],
    [
      'both',
      { targetMemoryUtilizationPercentage: 70, targetCPUUtilizationPercentage: 50 },
      [target('cpu', 50), target('memory', 70)],
    ],
  ])('looks at what the container of VQ Node uses: %s', (_, targets, metrics) => {
    expect(specOf({ maxReplicas: 2, ...targets })?.metrics).toEqual(metrics);
  });

  it.each<[string, object, unknown]>([
    ['are in the Deployment where the spec alone says them', { replicas: 3 }, 3],
    ['are left out of it for an autoscaler', { replicas: 3, autoscaling: { maxReplicas: 9 } }, 'left out'],
    ['are 0 in it when stopped, as an autoscaler leaves 0 alone', { replicas: 0, autoscaling: { maxReplicas: 9 } }, 0],
  ])('replicas %s', (_, ixnVQNode, replicas) => {
    expect(replicasOf(ixnVQNode)).toBe(replicas);
  });
});
