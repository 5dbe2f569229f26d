import { podMergeSchema } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import type { Workload } from '@ixn/connections';
import { selectorLabels } from '../labels.ts';
import { resolvedWith } from '../resolved.testing.ts';
import { podTemplate } from './pod-template.ts';

const others = {
  labelSelector: { matchLabels: selectorLabels('tenant-100', 'ixnVQNode') },
  matchLabelKeys: ['pod-template-hash'],
};

const byNode = {
  topologyKey: 'kubernetes.io/hostname',
  maxSkew: 1,
  whenUnsatisfiable: 'ScheduleAnyway',
  ...others,
};

const awayFromZone = {
  preferredDuringSchedulingIgnoredDuringExecution: [
    { weight: 100, podAffinityTerm: { topologyKey: 'topology.kubernetes.io/zone', ...others } },
  ],
};

function templateOf(workload: Workload, overrides: object = {}) {
  const instance = resolvedWith({ spec: { [workload]: overrides } });
  return podTemplate(instance, instance.workloads[workload], podMergeSchema);
}

describe('the pods of VQ Node', () => {
  it('want to be on different nodes and in different zones, and run elsewhere where there is no room', () => {
    expect(templateOf('ixnVQNode').spec).toMatchObject({
      affinity: { podAntiAffinity: awayFromZone },
      topologySpreadConstraints: [byNode],
    });
  });

  it('have the same template however many there are, so that another number restarts none', () => {
    const resources = { requests: { cpu: '30m' } };
    const one = templateOf('ixnVQNode', { resources });
    expect(templateOf('ixnVQNode', { resources, replicas: 5 })).toEqual(one);
    expect(templateOf('ixnVQNode', { resources, autoscaling: { maxReplicas: 5 } })).toEqual(one);
  });

  it.each<[string, object, object]>([
    [
      'must be on different nodes when a podTemplate says so',
      { topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' }] },
      {
        affinity: { podAntiAffinity: awayFromZone },
        topologySpreadConstraints: [{ ...byNode, whenUnsatisfiable: 'DoNotSchedule' }],
      },
    ],
    [
      'go wherever there is room when a podTemplate takes both away',
      { affinity: { $patch: 'delete' }, topologySpreadConstraints: [{ $patch: 'replace' }] },
      {},
    ],
    [
      'keep to some nodes and stay apart when a podTemplate chooses nodes',
      { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
      { affinity: { podAntiAffinity: awayFromZone }, topologySpreadConstraints: [byNode] },
    ],
  ])('%s', (_, spec, expected) => {
    const found = templateOf('ixnVQNode', { podTemplate: { spec } }).spec;
    expect(found).toMatchObject(expected);
    const said = ['affinity', 'topologySpreadConstraints'].filter((field) => field in found);
    expect(said).toEqual(Object.keys(expected));
  });
});

describe('the pod of a workload that is alone', () => {
  it.each(['ixnServer', 'ixnNode'] as const)('runs on any node: %s', (workload) => {
    expect(templateOf(workload).spec).not.toHaveProperty('affinity');
    expect(templateOf(workload).spec).not.toHaveProperty('topologySpreadConstraints');
  });
});
