import { workloads } from '@ixn/connections';
import { describe, expect, it } from 'vitest';
import { objectLabels, selectorLabels, versionLabel } from './labels.ts';
import { componentName, workloadOfComponent } from './names.ts';

describe('the labels of a workload', () => {
  it.each(workloads)('include those that select its pods, for %s', (workload) => {
    expect(objectLabels('tenant-100', workload)).toMatchObject(selectorLabels('tenant-100', workload));
  });

  it('select other pods for each workload and each instance', () => {
    const selectors = ['a', 'b'].flatMap((instance) =>
      workloads.map((workload) => JSON.stringify(selectorLabels(instance, workload))),
    );
    expect(new Set(selectors).size).toBe(6);
  });

  it('never change for the selector, as no workload could take another one', () => {
    expect(selectorLabels('tenant-100', 'ixnVQNode')).toEqual({
      'app.kubernetes.io/component': 'vq-node',
      'app.kubernetes.io/instance': 'tenant-100',
      'app.kubernetes.io/name': 'interaction-server',
    });
  });

  it.each(workloads)('lead back from the component to %s', (workload) => {
    expect(workloadOfComponent(componentName(workload))).toBe(workload);
  });

  it.each([undefined, '', 'ixnServer', 'somebody-else'])('lead from the component %s to no workload', (component) => {
    expect(workloadOfComponent(component)).toBeUndefined();
  });
});

describe('versionLabel', () => {
  it.each([
    ['100.0.007.0400', { 'app.kubernetes.io/version': '100.0.007.0400' }],
    ['a'.repeat(63), { 'app.kubernetes.io/version': 'a'.repeat(63) }],
    ['a'.repeat(64), {}],
    ['ends-with-dash-', {}],
    ['_begins', {}],
    [undefined, {}],
  ])('is, for the tag %s, %j', (tag, label) => {
    expect(versionLabel(tag)).toEqual(label);
  });
});
