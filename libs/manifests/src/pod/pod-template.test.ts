import { workloads } from '@ixn/connections';
import { ownedPodLabels } from '@ixn/interaction-server';
import { arbitraryInteractionServer, podMergeSchema } from '@ixn/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { managedByLabel, selectorLabels } from '../labels.ts';
import { resolved, resolvedWith } from '../resolved.testing.ts';
import { podTemplate } from './pod-template.ts';

/** The pods of the IXN server of an instance whose spec says this of it. */
function serverPods(ixnServer: object, spec: object = {}) {
  const instance = resolvedWith({ spec: { ...spec, ixnServer } });
  // biome-ignore lint: tests read what they expect to be there
  return podTemplate(instance, instance.workloads.ixnServer, podMergeSchema) as any;
}

const hardened = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

describe('the pods of a workload', () => {
  it('run on Kubernetes as the user that the vendor fixed, and on OpenShift as the one that the namespace has', () => {
    const seccompProfile = { type: 'RuntimeDefault' };
    const vendor = { runAsNonRoot: true, runAsUser: 500, runAsGroup: 500, fsGroup: 500, seccompProfile };
    expect(serverPods({}).spec.securityContext).toEqual(vendor);
    const openShift = { runAsNonRoot: true, runAsGroup: 0, seccompProfile };
    expect(serverPods({}, { platform: 'OpenShift' }).spec.securityContext).toEqual(openShift);
  });

  it('are hardened in every container, and know a token for Consul Connect alone, whatever else the spec says', () => {
    fc.assert(
      fc.property(arbitraryInteractionServer(), (resource) => {
        const instance = resolved(resource);
        for (const workload of workloads) {
          const plain = { ...instance.workloads[workload], podTemplate: undefined };
          const { spec } = podTemplate(instance, plain, podMergeSchema);
          const automountServiceAccountToken = instance.context.connect;
          expect(spec).toMatchObject({ automountServiceAccountToken, securityContext: { runAsNonRoot: true } });
          const containers = [spec['containers'], spec['initContainers'] ?? []].flat();
          for (const container of containers) expect(container).toMatchObject({ securityContext: hardened });
        }
      }),
    );
  });

  it('carry the digest of what they read of Secrets and ConfigMaps, where they read any', () => {
    const instance = resolvedWith({});
    const annotationsWith = (referencesDigest: string | undefined) => {
      const workload = { ...instance.workloads.ixnNode, referencesDigest };
      return podTemplate(instance, workload, podMergeSchema).metadata.annotations;
    };
    expect(annotationsWith('0123')).toMatchObject({ 'ixn.operators.dev/references': '0123' });
    expect(annotationsWith(undefined)).not.toHaveProperty('ixn.operators.dev/references');
  });

  it('carry the labels that select them, and the tenant, whatever is laid over them', () => {
    fc.assert(
      fc.property(arbitraryInteractionServer(), (resource) => {
        const instance = resolved(resource);
        for (const workload of workloads) {
          const { metadata } = podTemplate(instance, instance.workloads[workload], podMergeSchema);
          expect(metadata.labels).toMatchObject({
            ...selectorLabels(instance.name, workload),
            'ixn.operators.dev/tenant': instance.tenantId,
          });
          expect(metadata.annotations).toMatchObject({
            'ixn.operators.dev/config': expect.stringMatching(/^[0-9a-f]+$/),
          });
        }
      }),
    );
  });

  it('cannot lose by a podTemplate that passes the rules what selects them', () => {
    const labels = Object.keys(selectorLabels('a', 'ixnServer'));
    expect(labels.filter((key) => !ownedPodLabels.some((owned) => owned === key))).toEqual([]);
    expect(ownedPodLabels).toContain(managedByLabel.key);
  });

  it.each([
    ['replaced labels', { metadata: { labels: { $patch: 'replace', team: 'voice' } } }],
    ['replaced metadata', { metadata: { $patch: 'replace', labels: { team: 'voice' } } }],
    ['a template that is replaced', { $patch: 'replace', metadata: { labels: { team: 'voice' } } }],
  ])('keep what leads to them and what restarts them under %s', (_, template) => {
    const { metadata } = serverPods({ podTemplate: template });
    expect(metadata).toEqual({
      labels: {
        team: 'voice',
        ...selectorLabels('tenant-100', 'ixnServer'),
        'app.kubernetes.io/managed-by': 'interaction-server-operator',
        'ixn.operators.dev/tenant': '9350e2fc-a1dd-4c65-8d40-1f75a2e080dd',
      },
      annotations: expect.objectContaining({ 'ixn.operators.dev/config': expect.any(String) }),
    });
  });

  it('get another container beside the own one, which kubectl still takes for the main one', () => {
    const template = { spec: { containers: [{ name: 'proxy', image: 'proxy:1' }] } };
    const { metadata, spec } = serverPods({ podTemplate: template });
    expect(spec.containers.map(({ name }: { name: string }) => name)).toEqual(['proxy', 'ixn-server']);
    expect(metadata.annotations['kubectl.kubernetes.io/default-container']).toBe('ixn-server');
  });

  it('have no empty list, whatever is laid over them, as managedFields would not show it', () => {
    const containers = [
      { name: 'ixn-server', env: [] },
      { name: 'proxy', image: 'proxy:1', args: [], volumeMounts: [] },
    ];
    const { spec } = serverPods({ podTemplate: { spec: { containers, tolerations: [], hostAliases: [] } } });
    expect(JSON.stringify(spec)).not.toContain('[]');
    expect(spec.containers.map(({ name }: { name: string }) => name)).toEqual(['ixn-server', 'proxy']);
    expect(spec.volumes).toContainEqual({ name: 'tmp', emptyDir: {} });
  });

  it.each([
    [
      'a claim',
      { logStorage: { storageSize: '5Gi' } },
      { persistentVolumeClaim: { claimName: 'tenant-100-ixn-logs' } },
    ],
    ['the pod', {}, { emptyDir: {} }],
  ])('keep logs in %s', (_, ixnServer, source) => {
    const { spec } = serverPods(ixnServer);
    expect(spec.volumes).toContainEqual({ name: 'logs', ...source });
    expect(spec.containers[0].volumeMounts).toContainEqual({ name: 'logs', mountPath: '/mnt/logs' });
  });

  it('show their logs to the sidecar, which goes on beside IXN, cannot write to them, and is hardened too', () => {
    const { spec } = serverPods({ logSidecar: { image: { repository: 'fluent-bit', tag: '1' } } });
    expect(spec.initContainers).toEqual([
      {
        name: 'log-sidecar',
        image: 'fluent-bit:1',
        imagePullPolicy: 'IfNotPresent',
        restartPolicy: 'Always',
        securityContext: hardened,
        volumeMounts: [
          { name: 'logs', mountPath: '/mnt/logs', readOnly: true },
          { name: 'log-sidecar-tmp', mountPath: '/tmp' },
        ],
      },
    ]);
  });
});
