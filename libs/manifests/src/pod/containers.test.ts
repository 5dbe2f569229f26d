import type { Workload } from '@ixn/connections';
import { fullInteractionServer, interactionServer, otherFullInteractionServer, podMergeSchema } from '@ixn/test-kit';
import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { resolved } from '../resolved.testing.ts';
import { podTemplate } from './pod-template.ts';

type Fields = Readonly<Record<string, unknown>>;

const db = { host: 'pg', credentialsSecretRef: { name: 'credentials' } };
const sidecar = { image: { repository: 'fluent-bit', tag: '1' } };

function podsOf(workload: Workload, resource = interactionServer()): V1PodSpec {
  const instance = resolved(resource);
  const { spec } = podTemplate(instance, { ...instance.workloads[workload], podTemplate: undefined }, podMergeSchema);
  const { containers, initContainers, volumes } = spec as Partial<V1PodSpec>;
  return { containers: containers ?? [], ...(initContainers && { initContainers }), ...(volumes && { volumes }) };
}

function podsWith(workload: Workload, spec: Fields): V1PodSpec {
  return podsOf(workload, interactionServer({ spec }));
}

function initOf(pods: V1PodSpec): V1Container | undefined {
  return pods.initContainers?.find(({ name }) => name === 'init-schema');
}

describe('the container that makes the database schema', () => {
  it.each<[Workload, Fields, boolean]>([
    ['ixnServer', { ixnServer: { db } }, true],
    ['ixnServer', { ixnServer: { db, dbinit: { enabled: false } } }, false],
    ['ixnServer', {}, false],
    ['ixnServer', { ixnNode: { db } }, false],
    ['ixnNode', { ixnNode: { db } }, true],
    ['ixnNode', { ixnNode: { db, dbinit: { enabled: false } } }, false],
    ['ixnNode', { ixnServer: { db } }, false],
    ['ixnVQNode', { ixnServer: { db }, ixnNode: { db } }, false],
  ])('of %s with %j is there: %s', (workload, spec, isThere) => {
    expect(initOf(podsWith(workload, spec)) !== undefined).toBe(isThere);
  });

  it('is the workload’s own image, told the same, and runs once before it', () => {
    for (const workload of ['ixnServer', 'ixnNode'] as const) {
      const pods = podsOf(workload, fullInteractionServer());
      const [own] = pods.containers;
      const init = initOf(pods);
      expect(init).toMatchObject({ image: own?.image, envFrom: own?.envFrom, args: ['init-schema'] });
      expect(init?.env).toEqual(own?.env);
      expect(init?.securityContext).toEqual(own?.securityContext);
      expect(init).not.toHaveProperty('restartPolicy');
      const files = (own?.volumeMounts ?? []).filter(({ mountPath }) => mountPath.startsWith('/mnt/env-secrets/'));
      expect(init?.volumeMounts).toEqual([...files, { name: 'tmp', mountPath: '/tmp' }]);
    }
  });

  it('comes after the log sidecar, which goes on beside it', () => {
    const pods = podsWith('ixnServer', { ixnServer: { db, logSidecar: sidecar } });
    expect(pods.initContainers?.map(({ name }) => name)).toEqual(['log-sidecar', 'init-schema']);
  });
});

describe('the address of the pod’s node', () => {
  it('is told where no Consul agent is named, by the downward API', () => {
    const [own] = podsWith('ixnNode', { ixnNode: { consul: {} } }).containers;
    expect(own?.env).toEqual([
      { name: 'CONSUL_HOST', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.hostIP' } } },
    ]);
  });

  it.each<[Workload, Fields]>([
    ['ixnNode', { ixnNode: { consul: { host: 'consul.example.com' } } }],
    ['ixnNode', {}],
    ['ixnServer', { ixnNode: { consul: {} } }],
  ])('is not told to %s where the spec says %j', (workload, spec) => {
    expect(podsWith(workload, spec).containers[0]).not.toHaveProperty('env');
  });
});

describe('the files of a workload', () => {
  /** Where each file stands, and out of which Secret or ConfigMap it comes. */
  function filesOf(workload: Workload, resource = fullInteractionServer()): readonly string[] {
    const { containers, volumes = [] } = podsOf(workload, resource);
    return volumes.flatMap(({ name, secret, configMap }) => {
      if (secret === undefined && configMap === undefined) return [];
      const mount = containers[0]?.volumeMounts?.find((candidate) => candidate.name === name);
      expect(mount).toBeDefined();
      const source = secret ? `Secret ${secret.secretName}` : `ConfigMap ${configMap?.name}`;
      const items = secret?.items ?? configMap?.items ?? [];
      return items.map(({ key, path }) => `${mount?.mountPath}/${path} = ${source}/${key}`);
    });
  }

  it.each<[Workload, readonly string[]]>([
    [
      'ixnServer',
      [
        '/mnt/env-secrets/kafka-sasl/password = Secret kafka-user/password',
        '/mnt/env-secrets/kafka-sasl/username = Secret kafka-user/username',
        '/mnt/env-secrets/kafka-ca/ca.crt = Secret kafka-ca/ca.crt',
        '/mnt/env-secrets/db-secrets/password = Secret ixn-db-secret-100/password',
        '/mnt/env-secrets/db-secrets/username = Secret ixn-db-secret-100/username',
        '/mnt/env-secrets/db-ca/ca.crt = ConfigMap pg-ca/root.pem',
      ],
    ],
    [
      'ixnNode',
      [
        '/mnt/env-secrets/redis-secrets/voice-redis-ors-stream = Secret redis-ors-secret/voice-redis-ors-stream',
        '/mnt/env-secrets/db-secrets/password = Secret ixn-node-db-secret-100/password',
        '/mnt/env-secrets/db-secrets/username = Secret ixn-node-db-secret-100/username',
        '/mnt/env-secrets/db-ca/ca.crt = Secret pg-node-ca/ca.crt',
      ],
    ],
    [
      'ixnVQNode',
      [
        '/mnt/env-secrets/kafka-sasl/password = Secret kafka-user/password',
        '/mnt/env-secrets/kafka-sasl/username = Secret kafka-user/username',
        '/mnt/env-secrets/kafka-ca/ca.crt = Secret kafka-ca/ca.crt',
      ],
    ],
  ])('are for %s the keys in use of what the spec names, and no others', (workload, files) => {
    expect(filesOf(workload)).toEqual(files);
  });

  it('are the shared Secret of Kafka, under the vendor’s name, where it has the brokers', () => {
    for (const workload of ['ixnServer', 'ixnVQNode'] as const) {
      expect(filesOf(workload, otherFullInteractionServer())).toContain(
        '/mnt/env-secrets/kafka-secrets/kafka-secrets = Secret kafka-shared-secret/kafka-secrets',
      );
    }
  });

  it('are none where the spec names no neighbour', () => {
    for (const workload of ['ixnNode', 'ixnVQNode'] as const) {
      expect(podsOf(workload).volumes?.map(({ name }) => name)).toEqual(['tmp']);
    }
  });

  it('can be read only', () => {
    const mounts = podsOf('ixnNode', fullInteractionServer()).containers[0]?.volumeMounts ?? [];
    const files = mounts.filter(({ mountPath }) => mountPath.startsWith('/mnt/env-secrets/'));
    expect(files.map(({ readOnly }) => readOnly)).toEqual(files.map(() => true));
  });
});
