import {
  arbitraryInteractionServer,
  expectGolden,
  fullInteractionServer,
  interactionServer,
  otherFullInteractionServer,
  type RawInteractionServer,
} from '@ixn/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appliedFingerprintAnnotation } from './annotations.ts';
import type { ChildObject, Manifest } from './manifest.ts';
import { manifestsOf } from './resolved.testing.ts';
import { isFields } from './fields.ts';

function objectsOf(resource: RawInteractionServer, podMonitors = false): readonly ChildObject[] {
  return manifestsOf(resource, { podMonitors }).map(({ object }) => object);
}

/** What people look at: records hold the spec and the templates once more, as texts. */
function shown(objects: readonly ChildObject[]): readonly ChildObject[] {
  return objects.filter(({ kind }) => kind !== 'ControllerRevision');
}

function shownManifests(resource: RawInteractionServer): readonly Manifest[] {
  return manifestsOf(resource).filter(({ object }) => object.kind !== 'ControllerRevision');
}

function keysOf(resource: RawInteractionServer, podMonitors = false): readonly string[] {
  return shown(objectsOf(resource, podMonitors)).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

function bytesWithPullSecrets(names: readonly string[]): string {
  const imagePullSecrets = names.map((name) => ({ name }));
  return JSON.stringify(shownManifests(interactionServer({ spec: { image: { imagePullSecrets } } })));
}

/** The same resource with the keys of every object in it in the other order. */
function reversed(resource: RawInteractionServer): RawInteractionServer {
  return { ...resource, spec: reversedFields(resource.spec) };
}

function reversedFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields)
      .toReversed()
      .map(([key, item]) => [key, reversedValue(item)]),
  );
}

function reversedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedValue);
  return isFields(value) ? reversedFields(value) : value;
}

const anyInstance = arbitraryInteractionServer();

describe('the manifests of an instance', () => {
  it('are, with the least that a spec must say, what the golden file holds', () => {
    expectGolden('minimal', shown(objectsOf(interactionServer())));
  });

  it('are, with everything that a spec may say, what the golden file holds', () => {
    expectGolden('full', shown(objectsOf(fullInteractionServer(), true)));
  });

  it('are, with everything that a spec may say otherwise, what the golden file holds', () => {
    expectGolden('other-full', shown(objectsOf(otherFullInteractionServer())));
  });

  it('are, on OpenShift, what the golden file holds', () => {
    expectGolden('openshift', shown(objectsOf(interactionServer({ spec: { platform: 'OpenShift' } }))));
  });

  it('are, for two instances in one namespace, what the golden file holds, and none of them clashes', () => {
    const logStorage = { storageSize: '1Gi' };
    const instances = ['100', '200'].map((sid, index) =>
      interactionServer({
        metadata: { name: `tenant-${sid}`, uid: `00000000-0000-4000-8000-00000000000${index}` },
        spec: { tenant: { id: `00000000-0000-4000-8000-000000000${sid}`, sid }, ixnServer: { logStorage } },
      }),
    );
    expectGolden(
      'two-instances',
      instances.flatMap((instance) => shown(objectsOf(instance))),
    );
    const keys = instances.flatMap((instance) => keysOf(instance));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('come in the order in which they are applied: what pods need first, then what others depend on, then what changes it', () => {
    const ixnVQNode = { resources: { requests: { cpu: 1 } }, autoscaling: { maxReplicas: 4 } };
    const spec = { ixnServer: { logStorage: { storageSize: '1Gi' } }, ixnVQNode };
    expect(keysOf(interactionServer({ metadata: { name: 't' }, spec }), true)).toEqual([
      'ServiceAccount t-ixn',
      'ServiceAccount t-ixn-node',
      'ServiceAccount t-vq-node',
      'ConfigMap t-ixn',
      'ConfigMap t-ixn-node',
      'ConfigMap t-vq-node',
      'PersistentVolumeClaim t-ixn-logs',
      'Service t-ixn-headless',
      'Service t-ixn',
      'Service t-ixn-node',
      'Service t-vq-node',
      'NetworkPolicy t-ixn',
      'NetworkPolicy t-ixn-node',
      'NetworkPolicy t-vq-node',
      'PodMonitor t-ixn',
      'PodMonitor t-ixn-node',
      'PodMonitor t-vq-node',
      'PodDisruptionBudget t-vq-node',
      'StatefulSet t-ixn',
      'Deployment t-ixn-node',
      'Deployment t-vq-node',
      'HorizontalPodAutoscaler t-vq-node',
    ]);
  });

  it('are the same bytes whenever they are built, whatever the order of the keys in the resource', () => {
    fc.assert(
      fc.property(anyInstance, (resource) => {
        const bytes = JSON.stringify(manifestsOf(resource, { podMonitors: true }));
        expect(JSON.stringify(manifestsOf(resource, { podMonitors: true }))).toBe(bytes);
        expect(JSON.stringify(manifestsOf(reversed(resource), { podMonitors: true }))).toBe(bytes);
      }),
    );
  });

  it('are the same bytes whatever the order of the pull secrets', () => {
    const names = ['b', 'a.b', 'a', 'c-1', 'c'];
    const shuffled = fc.shuffledSubarray(names, { minLength: names.length });
    fc.assert(
      fc.property(shuffled, (other) => {
        expect(bytesWithPullSecrets(other)).toBe(bytesWithPullSecrets(names));
      }),
    );
  });

  it('have names that are DNS-1035 labels of at most 63 characters, with room for the names of pods', () => {
    fc.assert(
      fc.property(anyInstance, (resource) => {
        const names = keysOf(resource).map((key) => key.split(' '));
        for (const [, name] of names) expect(name).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
        // The controller-revision-hash label of a pod is the StatefulSet's name and a hash of up to eleven characters.
        const [statefulSet = ''] = names.filter(([kind]) => kind === 'StatefulSet').map(([, name]) => name);
        expect(statefulSet.length).toBeLessThanOrEqual(52);
      }),
    );
  });

  it('never share a name with those of another instance of the namespace', () => {
    const name = fc.stringMatching(/^[a-z]([-a-z]{0,3}[a-z])?(-(ixn|node|ixn-node|vq-node|headless)){0,3}$/);
    fc.assert(
      fc.property(name, name, (one, other) => {
        fc.pre(one !== other);
        const ours = new Set(keysOf(interactionServer({ metadata: { name: one } })));
        const theirs = keysOf(interactionServer({ metadata: { name: other } }));
        expect(theirs.filter((key) => ours.has(key))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('have one name for each object of a kind', () => {
    fc.assert(
      fc.property(anyInstance, (resource) => {
        const keys = keysOf(resource);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('belong to the instance: its namespace, its controller reference, its labels', () => {
    const { metadata } = interactionServer();
    for (const object of objectsOf(interactionServer())) {
      expect(object.metadata.namespace).toBe(metadata.namespace);
      expect(object.metadata.ownerReferences).toEqual([
        {
          apiVersion: 'ixn.operators.dev/v1alpha1',
          kind: 'InteractionServer',
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ]);
      expect(object.metadata.labels).toMatchObject({
        'app.kubernetes.io/instance': metadata.name,
        'app.kubernetes.io/managed-by': 'interaction-server-operator',
      });
    }
  });

  it('hold nothing of the resource that is not meant for them: no labels, no annotations', () => {
    const resource = interactionServer();
    const marks = { 'argocd.argoproj.io/instance': 'x' };
    const metadata = { ...resource.metadata, labels: marks, annotations: marks };
    expect(objectsOf({ ...resource, metadata })).toEqual(objectsOf(resource));
  });

  it('carry labels and annotations that Kubernetes accepts', () => {
    fc.assert(
      fc.property(anyInstance, (resource) => {
        const values = objectsOf(resource).flatMap(({ metadata }) => Object.values(metadata.labels));
        for (const value of values) expect(value).toMatch(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/);
      }),
    );
  });

  it('hold no field that is undefined, as an apply would send something else than what was compared', () => {
    fc.assert(
      fc.property(anyInstance, (resource) => {
        const objects = objectsOf(resource);
        expect(JSON.parse(JSON.stringify(objects))).toStrictEqual(objects);
      }),
    );
  });
});

describe('the fingerprint of a manifest', () => {
  it('stands in the annotations of its object', () => {
    for (const { fingerprint, object } of manifestsOf(interactionServer())) {
      expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
      expect(object.metadata.annotations?.[appliedFingerprintAnnotation]).toBe(fingerprint);
    }
  });

  it('differs from those of all the other objects', () => {
    const prints = manifestsOf(interactionServer()).map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });

  it.each([
    ['an image', { ixnServer: { image: { tag: '2' } } }, ['StatefulSet tenant-100-ixn']],
    [
      'the port of the server',
      { ixnServer: { ports: { default: 7000 } } },
      [
        // Connection 2: the node opens that port.
        'ConfigMap tenant-100-ixn',
        'ConfigMap tenant-100-ixn-node',
        'Service tenant-100-ixn-headless',
        'Service tenant-100-ixn',
        'NetworkPolicy tenant-100-ixn',
        'StatefulSet tenant-100-ixn',
        'Deployment tenant-100-ixn-node',
      ],
    ],
    [
      'a number of replicas',
      { ixnVQNode: { replicas: 5 } },
      ['PodDisruptionBudget tenant-100-vq-node', 'Deployment tenant-100-vq-node'],
    ],
    [
      'the Config Server',
      { ixnServer: { confServer: { host: 'conf', appName: 'ixn' } } },
      ['ConfigMap tenant-100-ixn', 'StatefulSet tenant-100-ixn'],
    ],
    ['resources', { ixnNode: { resources: { limits: { memory: '1Gi' } } } }, ['Deployment tenant-100-ixn-node']],
    [
      'the registry',
      { image: { registry: 'r' } },
      ['StatefulSet tenant-100-ixn', 'Deployment tenant-100-ixn-node', 'Deployment tenant-100-vq-node'],
    ],
  ])('changes with %s for the objects that it concerns, and for no other', (_, spec, concerned) => {
    const before = shownManifests(interactionServer());
    const after = shownManifests(interactionServer({ spec }));
    const known = new Set(before.map(({ fingerprint }) => fingerprint));
    const changed = after.filter(({ fingerprint }) => !known.has(fingerprint));
    expect(changed.map(({ object }) => `${object.kind} ${object.metadata.name}`)).toEqual(concerned);
  });

  it('does not change with the generation of the resource', () => {
    const next = interactionServer({ metadata: { generation: 2 } });
    expect(shownManifests(next)).toEqual(shownManifests(interactionServer()));
  });
});
