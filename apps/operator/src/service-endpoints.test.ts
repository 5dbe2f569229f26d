import { describe, expect, it } from 'vitest';
import { projectEndpointSlice, verdictOfService } from './service-endpoints.ts';

function slice(...conditions: readonly object[]) {
  return projectEndpointSlice({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'a-ixn-x7k2p',
      namespace: 'voice',
      labels: { 'kubernetes.io/service-name': 'a-ixn', 'app.kubernetes.io/instance': 'a' },
    },
    endpoints: conditions.map((condition) => ({ addresses: ['10.0.0.1'], conditions: condition })),
  } as Parameters<typeof projectEndpointSlice>[0]);
}

const ready = { ready: true, serving: true, terminating: false };
const unready = { ready: false, serving: false, terminating: false };
const ending = { ready: false, serving: true, terminating: true };

describe('what is kept of an EndpointSlice', () => {
  it('is whose it is, and how its pods stand', () => {
    expect(slice(ready, unready, unready, ending, {})).toEqual({
      service: 'voice/a-ixn',
      instance: 'voice/a',
      ready: 2,
      unready: 2,
      terminating: 1,
    });
  });
});

describe('whether a Service leads anywhere', () => {
  it.each([
    ['it does while a pod is ready', [slice(unready), slice(ready)], 'EndpointReady'],
    ['no pod is ready', [slice(unready, ending)], 'NoReadyEndpoint'],
    ['all pods are ending', [slice(ending)], 'EndpointsEnding'],
    ['it has no pods', [slice()], 'NoEndpoint'],
    ['it has no slices', [], 'NoEndpoint'],
  ])('%s', (_, slices, reason) => {
    expect(verdictOfService(slices).reason).toBe(reason);
  });
});
