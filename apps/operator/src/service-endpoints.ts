import type { Verdict } from '@ixn/dependency-checks';
import type { KubeObject } from '@ixn/kube-client';
import { instanceLabelKey } from '@ixn/manifests';
import { listAt, valueAt } from './value-at.ts';

/** What is kept in memory of an EndpointSlice: how many pods stand behind a Service, and how. */
export interface ServiceEndpoints {
  /** The Service, as namespace/name. */
  readonly service: string;
  /** The instance that its labels name, as namespace/name; they are copied from the Service. */
  readonly instance: string;
  readonly ready: number;
  readonly unready: number;
  readonly terminating: number;
}

/** By which the control plane says what Service an EndpointSlice is of. */
const serviceLabelKey = 'kubernetes.io/service-name';

export function projectEndpointSlice(object: KubeObject): ServiceEndpoints {
  const { namespace = '', labels = {} } = object.metadata;
  const states = listAt(object, 'endpoints').map(stateOf);
  const count = (state: string) => states.filter((one) => one === state).length;
  return {
    service: `${namespace}/${labels[serviceLabelKey] ?? ''}`,
    instance: `${namespace}/${labels[instanceLabelKey] ?? ''}`,
    ready: count('ready'),
    unready: count('unready'),
    terminating: count('terminating'),
  };
}

function stateOf(endpoint: unknown): 'ready' | 'unready' | 'terminating' {
  if (valueAt(endpoint, 'conditions', 'terminating') === true) return 'terminating';
  // Nobody has said so: the API counts it as ready.
  return valueAt(endpoint, 'conditions', 'ready') === false ? 'unready' : 'ready';
}

/** Whether the Service of a workload of the instance leads anywhere, as its EndpointSlices say. */
export function verdictOfService(slices: readonly ServiceEndpoints[]): Verdict {
  const some = (state: 'ready' | 'unready' | 'terminating') => slices.some((slice) => slice[state] > 0);
  if (some('ready'))
    return { state: 'Reachable', reason: 'EndpointReady', message: 'a ready pod stands behind its Service' };
  if (some('unready')) {
    return { state: 'Unreachable', reason: 'NoReadyEndpoint', message: 'no pod behind its Service is ready' };
  }
  if (some('terminating')) {
    return { state: 'Unreachable', reason: 'EndpointsEnding', message: 'the pods behind its Service are being ended' };
  }
  return { state: 'Unreachable', reason: 'NoEndpoint', message: 'no pod stands behind its Service' };
}
