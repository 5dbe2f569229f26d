import { podMergeSchema as schemaOfServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { podMergeSchema } from './merge-schema.ts';

const named = (type: string) => ({ allOf: [{ $ref: `#/components/schemas/${type}` }], default: {} });
const merged = { 'x-kubernetes-patch-strategy': 'merge,retainKeys', 'x-kubernetes-patch-merge-key': 'name' };

describe('podMergeSchema', () => {
  it('keeps merged lists with their keys, the way to them, and nothing else', () => {
    const openApi = {
      components: {
        schemas: {
          'io.k8s.api.core.v1.PodTemplateSpec': { properties: { spec: named('Spec'), metadata: named('Meta') } },
          Spec: {
            properties: {
              containers: { type: 'array', items: named('Container'), ...merged },
              tolerations: { type: 'array', items: named('Toleration') },
              securityContext: named('SecurityContext'),
              hostIPC: { type: 'boolean' },
            },
          },
          Meta: { properties: { finalizers: { type: 'array', 'x-kubernetes-patch-strategy': 'merge' } } },
          Container: { properties: { lifecycle: named('Lifecycle') } },
          Lifecycle: { properties: { again: { $ref: '#/components/schemas/Lifecycle' } } },
          Toleration: { properties: {} },
          SecurityContext: { properties: { capabilities: named('Missing') } },
          Unrelated: { properties: { containers: { type: 'array', items: named('Container'), ...merged } } },
        },
      },
    };
    expect(podMergeSchema(openApi)).toEqual({
      root: 'io.k8s.api.core.v1.PodTemplateSpec',
      types: {
        'io.k8s.api.core.v1.PodTemplateSpec': { spec: { type: 'Spec' }, metadata: { type: 'Meta' } },
        Spec: { containers: { merged: true, key: 'name' } },
        Meta: { finalizers: { merged: true } },
      },
    });
  });

  it.each([[undefined], [null], ['text'], [{}], [{ components: { schemas: { Pod: {} } } }]])(
    'is undefined for a document without pod templates: %j',
    (openApi) => {
      expect(podMergeSchema(openApi)).toBeUndefined();
    },
  );

  it('finds with the API server every list of a pod that users know to be merged', () => {
    const { types } = schemaOfServer;
    const keys = Object.fromEntries(
      Object.entries(types).map(([type, fields]) => [
        type.split('.').at(-1),
        Object.entries(fields).flatMap(([name, field]) => (field.key === undefined ? [] : [`${name} by ${field.key}`])),
      ]),
    );
    expect(keys['Container']).toEqual([
      'env by name',
      'ports by containerPort',
      'volumeDevices by devicePath',
      'volumeMounts by mountPath',
    ]);
    expect(keys['PodSpec']).toEqual([
      'containers by name',
      'ephemeralContainers by name',
      'hostAliases by ip',
      'imagePullSecrets by name',
      'initContainers by name',
      'resourceClaims by name',
      'schedulingGates by name',
      'topologySpreadConstraints by topologyKey',
      'volumes by name',
    ]);
  });
});
