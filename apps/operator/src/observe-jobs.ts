import { findPod } from '@ixn/assessment';
import { provisionFailures, type ProvisionFailure } from '@ixn/interaction-server';
import { type DatabaseWorkload, workloadOfComponent, workloadOfProvision } from '@ixn/manifests';
import type { CustomResource } from '@ixn/reconcile';
import type { DatabaseProblem, ObservedJob } from '@ixn/rollout';
import type { PodProjection } from './pod-projection.ts';
import type { ChildProjection } from './projections.ts';
import type { Stores } from './stores.ts';

/** The Jobs of an instance among its children, with what their pods say. */
export function observeJobs(
  { pods }: { readonly pods: Pick<Stores['pods'], 'byIndex'> },
  children: readonly ChildProjection[],
  { metadata: { namespace, name, uid } }: CustomResource,
): readonly ObservedJob[] {
  return children.flatMap(({ child, component, job }): readonly ObservedJob[] => {
    const workload = workloadOfComponent(component);
    if (job === undefined || child.controller?.uid !== uid || !hasDatabase(workload)) return [];
    const own = pods
      .byIndex('instance', `${namespace}/${name}`)
      .filter((pod) => workloadOfProvision(pod.component) === workload && pod.controllerUid === child.uid);
    const { state, failure } = job;
    return [{ name: child.name, workload, state, terminating: child.terminating, trouble: troubleOf(own, failure) }];
  });
}

function hasDatabase(workload: string | undefined): workload is DatabaseWorkload {
  return workload === 'ixnServer' || workload === 'ixnNode';
}

/** The pod's own last words, what the kubelet or the scheduler says of it, or else what the Job does. */
function troubleOf(pods: readonly PodProjection[], failure: string): DatabaseProblem | undefined {
  const word = pods.flatMap(({ lastWords }) => lastWords ?? []).map(readWords);
  const trouble = word[0] ?? pods.map(({ pod }) => findTrouble(pod)).find((found) => found !== undefined);
  if (trouble !== undefined) return trouble;
  return failure === '' ? undefined : { reason: 'ProvisioningFailed', message: failure };
}

/** A pod that only has not started yet is in no trouble. */
function findTrouble(pod: PodProjection['pod']): DatabaseProblem | undefined {
  const found = findPod(pod);
  return found === undefined || startingReasons.has(found.reason) ? undefined : found;
}

const startingReasons: ReadonlySet<string> = new Set(['StartupProbeFailing', 'ReadinessProbeFailing', 'NodeNotReady']);

/** `Code: words`, as the Job's own program leaves them; anything else is nobody's to judge. */
function readWords(text: string): DatabaseProblem {
  const [, code = '', words = ''] = /^([A-Za-z]+): ([^]*)$/.exec(text) ?? [];
  if (isFailure(code)) return { reason: code, message: words.trim() };
  return { reason: 'ProvisioningFailed', message: 'its pod left no word of its own' };
}

function isFailure(code: string): code is ProvisionFailure {
  return Object.hasOwn(provisionFailures, code);
}
