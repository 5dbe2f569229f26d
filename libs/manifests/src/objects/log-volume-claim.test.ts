import { describe, expect, it } from 'vitest';
import { resolvedWith } from '../resolved.testing.ts';
import { logVolumeClaim } from './log-volume-claim.ts';

function claims(logStorage: object | undefined, deletionPolicy?: 'Delete') {
  const instance = resolvedWith({ spec: { ixnServer: { logStorage }, deletionPolicy } });
  return logVolumeClaim(instance, instance.workloads.ixnServer);
}

describe('the claim for the logs of IXN', () => {
  it('is none where the spec asks for none', () => {
    expect(claims(undefined)).toEqual([]);
  });

  it('outlives its instance: no owner, no label by which tools prune, but one that says whose it is', () => {
    const [claim] = claims({ storageSize: '5Gi' });
    expect(claim?.metadata).toEqual({
      name: 'tenant-100-ixn-logs',
      namespace: 'voice',
      labels: {
        'app.kubernetes.io/component': 'ixn-server',
        'app.kubernetes.io/managed-by': 'interaction-server-operator',
        'app.kubernetes.io/name': 'interaction-server',
        'app.kubernetes.io/part-of': 'interaction-server',
        'ixn.operators.dev/instance': 'tenant-100',
      },
    });
  });

  it('goes with its instance where the spec says so, as all else that the instance owns', () => {
    const [claim] = claims({ storageSize: '5Gi' }, 'Delete');
    expect(claim?.metadata).toMatchObject({
      labels: { 'app.kubernetes.io/instance': 'tenant-100' },
      ownerReferences: [{ kind: 'InteractionServer', name: 'tenant-100', controller: true }],
    });
    expect(claim?.metadata.labels).not.toHaveProperty('ixn.operators.dev/instance');
    expect(claim?.spec).toEqual(claims({ storageSize: '5Gi' })[0]?.spec);
  });

  it('leaves the storage class to the cluster unless the spec names one', () => {
    const specs = [{ storageSize: '5Gi' }, { storageSize: '5Gi', storageClassName: 'fast' }].map(
      (logStorage) => claims(logStorage)[0]?.spec,
    );
    const common = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } };
    expect(specs).toEqual([common, { ...common, storageClassName: 'fast' }]);
  });
});
