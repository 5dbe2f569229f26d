import { defaultPort, type Workload } from '@ixn/connections';
import { interactionServer, podMergeSchema } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { objectsOfKind, resolved, resolvedWith } from '../resolved.testing.ts';
import { connectAnnotations } from './connect-annotations.ts';
import { podTemplate } from './pod-template.ts';

const configured = {
  ixnServer: { confServer: { host: 'conf', appName: 'ixn' } },
  ixnNode: { configNode: { host: 'config' }, voiceRq: { host: 'rq', port: 9999 } },
};
const mesh = { consulConnect: { enabled: true } };
const { tenant } = interactionServer().spec;
const tenantId = String(Object(tenant).id);

function annotationsOf(workload: Workload, spec: object) {
  const instance = resolvedWith({ spec: { ...spec } });
  return connectAnnotations(instance, instance.workloads[workload]);
}

describe('the annotations for Consul Connect', () => {
  it('are none where it is off', () => {
    expect(annotationsOf('ixnServer', configured)).toEqual({});
  });

  it('name the service as its ServiceAccount is named, with its port, upstream, tag and tenant', () => {
    expect(annotationsOf('ixnServer', { ...configured, ...mesh })).toEqual({
      'consul.hashicorp.com/connect-inject': 'true',
      'consul.hashicorp.com/connect-service': 'tenant-100-ixn',
      'consul.hashicorp.com/connect-service-port': 'default',
      'consul.hashicorp.com/connect-service-upstreams': `tenant-${tenantId}:${defaultPort('ixnServer.confServer.port')}`,
      'consul.hashicorp.com/service-tags': 'service-ixn',
      'consul.hashicorp.com/service-meta-tenant-id': tenantId,
      'consul.hashicorp.com/service-meta-tenant-sid': '100',
    });
    const accounts = objectsOfKind('ServiceAccount', interactionServer({ spec: mesh }));
    expect(accounts['ixn']?.metadata.name).toBe('tenant-100-ixn');
  });

  it.each<[Workload, object, string | undefined]>([
    ['ixnNode', configured, `voice-config:${defaultPort('ixnNode.configNode.port')}`],
    ['ixnNode', { ixnNode: { configNode: { host: 'config', port: 11_100 } } }, 'voice-config:11100'],
    ['ixnServer', { ixnServer: { confServer: { host: 'c', appName: 'a', port: 18_888 } } }, `tenant-${tenantId}:18888`],
    ['ixnVQNode', configured, undefined],
    ['ixnServer', {}, undefined],
    ['ixnNode', {}, undefined],
  ])('give %s, where the spec says %j, the upstream %s', (workload, spec, upstream) => {
    const annotations = annotationsOf(workload, { ...spec, ...mesh });
    expect(annotations['consul.hashicorp.com/connect-service-upstreams']).toBe(upstream);
  });

  it('stand on the pods, whose token is mounted then, and the upstream is spoken to on the loopback', () => {
    const resource = interactionServer({ spec: { ...configured, ...mesh } });
    const instance = resolved(resource);
    const pods = podTemplate(instance, instance.workloads.ixnNode, podMergeSchema);
    expect(pods.metadata.annotations).toMatchObject({
      'consul.hashicorp.com/connect-service': 'tenant-100-ixn-node',
    });
    expect(pods.spec).toMatchObject({
      serviceAccountName: 'tenant-100-ixn-node',
      automountServiceAccountToken: true,
    });
    expect(instance.workloads.ixnNode.environment).toMatchObject({
      CONFIG_NODE_HOST: 'localhost',
      VOICE_RQ_HOST: 'rq',
    });
    expect(instance.workloads.ixnServer.environment).toMatchObject({ CONF_SERVER_HOST: 'localhost' });
  });

  it('can be changed by a podTemplate, as everything that does not select pods', () => {
    const annotations = { 'consul.hashicorp.com/service-tags': 'another' };
    const spec = { ...mesh, ixnVQNode: { podTemplate: { metadata: { annotations } } } };
    const instance = resolvedWith({ spec });
    const pods = podTemplate(instance, instance.workloads.ixnVQNode, podMergeSchema);
    expect(pods.metadata.annotations).toMatchObject(annotations);
  });
});
