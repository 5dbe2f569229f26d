import { describe, expect, it } from 'vitest';
import { collectionPath, objectPath } from './paths.ts';

const deployments = { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment', namespaced: true };
const nodes = { group: '', version: 'v1', plural: 'nodes', kind: 'Node', namespaced: false };

describe('paths', () => {
  it('lead to collections of one namespace, of all, and of cluster-scoped types', () => {
    expect(collectionPath(deployments, 'n')).toBe('/apis/apps/v1/namespaces/n/deployments');
    expect(collectionPath(deployments, undefined)).toBe('/apis/apps/v1/deployments');
    expect(collectionPath(nodes, undefined)).toBe('/api/v1/nodes');
  });

  it('lead to objects and their subresources', () => {
    expect(objectPath(deployments, { namespace: 'n', name: 'a' })).toBe('/apis/apps/v1/namespaces/n/deployments/a');
    expect(objectPath(nodes, { name: 'a' }, 'status')).toBe('/api/v1/nodes/a/status');
  });

  it('carry a query, escaped, without what is undefined', () => {
    const query = { labelSelector: 'a in (b,c)', limit: 5, continue: undefined };
    expect(collectionPath(nodes, undefined, query)).toBe('/api/v1/nodes?labelSelector=a+in+%28b%2Cc%29&limit=5');
  });

  it('cannot leave their place through a name', () => {
    expect(objectPath(nodes, { name: '../x?y' })).toBe('/api/v1/nodes/..%2Fx%3Fy');
    expect(() => objectPath(nodes, { name: '' })).toThrow('nodes needs a name');
    expect(() => objectPath(deployments, { name: 'a' })).toThrow('deployments.apps needs a name and a namespace');
  });
});
