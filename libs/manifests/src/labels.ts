import type { Workload } from '@ixn/connections';
import { componentName, provisionComponent } from './names.ts';

/** What marks an object as made by this operator; the watches ask for it. */
export const managedByLabel = {
  key: 'app.kubernetes.io/managed-by',
  value: 'interaction-server-operator',
} as const;

export const componentLabelKey = 'app.kubernetes.io/component';
export const instanceLabelKey = 'app.kubernetes.io/instance';

/** On every pod: the tenant that it serves, so that two instances of one tenant can be told even when a resource is gone. */
export const tenantLabelKey = 'ixn.operators.dev/tenant';

/** On an object that outlives its instance: the instance that it belongs to. It has no owner and no other instance label. */
export const retainedForLabelKey = 'ixn.operators.dev/instance';

/** The labels that select a workload's pods. Selectors cannot be changed, so these three are there for good. */
export function selectorLabels(instance: string, workload: Workload): Readonly<Record<string, string>> {
  return {
    [componentLabelKey]: componentName(workload),
    [instanceLabelKey]: instance,
    'app.kubernetes.io/name': 'interaction-server',
  };
}

/** The labels of every object of a workload, its pods included. */
export function objectLabels(instance: string, workload: Workload): Readonly<Record<string, string>> {
  return {
    ...selectorLabels(instance, workload),
    [managedByLabel.key]: managedByLabel.value,
    'app.kubernetes.io/part-of': 'interaction-server',
  };
}

/** The labels by which the pods of the Job that provisions a workload's database are known: none of its own pods has them. */
export function provisionSelectorLabels(instance: string, workload: Workload): Readonly<Record<string, string>> {
  return { ...selectorLabels(instance, workload), [componentLabelKey]: provisionComponent(workload) };
}

/** All labels of those pods. */
export function provisionLabels(instance: string, workload: Workload): Record<string, string> {
  return { ...objectLabels(instance, workload), ...provisionSelectorLabels(instance, workload) };
}

const labelValue = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/**
 * The version label of a workload object; none where the tag is no label value. It stands on the workload alone: in the pod
 * template it would say nothing that the image does not, and in the selector it could never change.
 */
export function versionLabel(tag: string | undefined): Readonly<Record<string, string>> {
  return tag !== undefined && labelValue.test(tag) ? { 'app.kubernetes.io/version': tag } : {};
}
