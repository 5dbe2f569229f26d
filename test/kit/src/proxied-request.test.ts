import { describe, expect, it } from 'vitest';
import { isChange, readRequest } from './proxied-request.ts';

describe('a request', () => {
  it.each([
    ['GET', '/api/v1/namespaces/voice/pods?watch=1', '', 'watch', 'pods', 'voice', undefined],
    ['GET', '/api/v1/pods?watch=1&sendInitialEvents=true', '', 'list', 'pods', undefined, undefined],
    ['GET', '/api/v1/pods?limit=500', '', 'list', 'pods', undefined, undefined],
    ['GET', '/apis/apps/v1/namespaces/voice/deployments/a', '', 'get', 'deployments', 'voice', 'a'],
    ['GET', '/openapi/v3', '', 'get', '/openapi/v3', undefined, undefined],
    [
      'PATCH',
      '/apis/apps/v1/namespaces/voice/deployments/a',
      'application/apply-patch+yaml',
      'apply',
      'deployments',
      'voice',
      'a',
    ],
    [
      'PATCH',
      '/api/v1/namespaces/voice/services/a/status',
      'application/merge-patch+json',
      'patch',
      'services/status',
      'voice',
      'a',
    ],
    ['POST', '/apis/events.k8s.io/v1/namespaces/voice/events', '', 'create', 'events', 'voice', undefined],
    ['PUT', '/apis/coordination.k8s.io/v1/namespaces/voice/leases/a', '', 'update', 'leases', 'voice', 'a'],
    ['DELETE', '/api/v1/namespaces/voice/services/a', '', 'delete', 'services', 'voice', 'a'],
    ['GET', '/api/v1/nodes/node-a', '', 'get', 'nodes', undefined, 'node-a'],
  ])('%s %s (%s) is: %s %s', (method, url, contentType, verb, resource, namespace, name) => {
    expect(readRequest(method, url, contentType)).toMatchObject({ verb, resource, namespace, name });
  });

  it('tells a list that is to come as a stream from one in pages', () => {
    expect(readRequest('GET', '/api/v1/pods?watch=1&sendInitialEvents=true', '').streamed).toBe(true);
    expect(readRequest('GET', '/api/v1/pods?limit=500', '').streamed).toBe(false);
  });

  it('changes something unless it reads, or only tries', () => {
    const apply = 'application/apply-patch+yaml';
    const path = '/api/v1/namespaces/voice/services/a';
    expect(isChange(readRequest('PATCH', `${path}?force=true`, apply))).toBe(true);
    expect(isChange(readRequest('PATCH', `${path}?dryRun=All`, apply))).toBe(false);
    expect(isChange(readRequest('GET', path, ''))).toBe(false);
  });
});
