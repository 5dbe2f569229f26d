import { fullInteractionServer, interactionServer, type Overrides } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import type { Blockage } from './plan.ts';
import {
  convergedScene,
  downIn,
  emptyScene,
  noPodsOf,
  planFor,
  restartsOf,
  type Scene,
  withAnswers,
  withInput,
  writesOf,
} from './scene.testing.ts';

const converged = convergedScene(interactionServer());
const newImages = {
  ixnServer: { image: { tag: '2' } },
  ixnNode: { image: { tag: '2' } },
  ixnVQNode: { image: { tag: '2' } },
} as const;
const windows = [{ schedule: '0 2 * * SUN', duration: '2h', timeZone: 'UTC' }];
const inWindows = { updatePolicy: { maintenanceWindows: windows } };
const podTemplate = { spec: { priorityClassName: 'none' } };

describe('the plan for a resource that has not changed', () => {
  it('is empty', async () => {
    const plan = await planFor(converged);
    expect(plan).toEqual({
      namespace: 'voice',
      name: 'tenant-100',
      blocked: [],
      objects: [],
      restarts: [],
      connections: [],
      references: [],
    });
  });

  it('puts back what somebody changed by hand', async () => {
    const children = converged.input.children.map((child) =>
      child.kind === 'Service' && child.name === 'tenant-100-ixn' ? { ...child, ownFields: 'less' } : child,
    );
    const plan = await planFor(withInput(converged, { children }));
    expect(plan.objects).toMatchObject([{ action: 'change', kind: 'Service', name: 'tenant-100-ixn', cause: 'Drift' }]);
  });
});

describe('the plan for a new resource', () => {
  it('creates everything at once, and restarts nothing', async () => {
    const plan = await planFor(emptyScene);
    const writes = writesOf(plan);
    expect(writes.every((write) => /^create [A-Z]\w+ tenant-100-[-a-z]+$/.test(write))).toBe(true);
    expect(writes).toContain('create StatefulSet tenant-100-ixn');
    expect(plan.restarts).toEqual([]);
  });

  it('tells what the API server adds', async () => {
    const plan = await planFor(emptyScene);
    const service = plan.objects.find(({ kind, name }) => kind === 'Service' && name === 'tenant-100-ixn');
    expect(service).toMatchObject({ fields: [], byServer: [{ path: 'spec.sessionAffinity', after: 'None' }] });
  });

  it('names the connections that somebody has configured', async () => {
    const plan = await planFor(emptyScene, { spec: { ixnNode: { voiceRq: { host: 'rq', port: 9999 } } } });
    expect(plan.connections).toContainEqual({
      number: 13,
      after: { state: 'Configured', endpoint: 'rq:9999' },
    });
    expect(plan.connections.map(({ number }) => number)).not.toContain(14);
  });

  it('lets everything wait for the end of a pause', async () => {
    const plan = await planFor(emptyScene, { spec: { updatePolicy: { pause: 'All' } } });
    expect(new Set(plan.objects.map(({ waitsFor }) => waitsFor))).toEqual(new Set(['Resume']));
  });
});

describe('the plan for a change', () => {
  it('shows what changes in a setting, in its pods, and which connection leads elsewhere', async () => {
    const scene = convergedScene(interactionServer({ spec: { ixnNode: { voiceRq: { host: 'old', port: 9999 } } } }));
    const plan = await planFor(scene, { spec: { ixnNode: { voiceRq: { host: 'new', port: 9999 } } } });
    expect(writesOf(plan)).toEqual([
      'change ConfigMap tenant-100-ixn-node',
      'create ControllerRevision tenant-100-ixn-node-template',
      'change Deployment tenant-100-ixn-node',
      'delete ControllerRevision tenant-100-ixn-node-template',
    ]);
    const [settings, , deployment] = plan.objects;
    expect(settings?.fields).toEqual([{ path: 'data.VOICE_RQ_HOST', before: 'old', after: 'new' }]);
    expect(deployment?.fields).toEqual([]);
    expect(restartsOf(plan)).toEqual(['ixnNode SpecChanged']);
    expect(plan.connections).toEqual([
      {
        number: 13,
        before: { state: 'Configured', endpoint: 'old:9999' },
        after: { state: 'Configured', endpoint: 'new:9999' },
      },
    ]);
  });

  it('is no restart where only the number of pods changes', async () => {
    const plan = await planFor(converged, { spec: { ixnVQNode: { replicas: 3 } } });
    expect(plan.objects).toMatchObject([
      { action: 'create', kind: 'PodDisruptionBudget' },
      { action: 'change', kind: 'Deployment', fields: [{ path: 'spec.replicas', before: 1, after: 3 }] },
    ]);
    expect(plan.restarts).toEqual([]);
  });

  it('restarts IXN first, then what waits for it, with the connections that each interrupts', async () => {
    const plan = await planFor(converged, { spec: newImages });
    expect(restartsOf(plan)).toEqual([
      'ixnServer SpecChanged',
      'ixnNode SpecChanged waits for ixnServer',
      'ixnVQNode SpecChanged waits for ixnServer',
    ]);
    expect(plan.restarts.map(({ interrupts }) => interrupts)).toEqual([
      [2, 3, 4, 12, 18],
      [2, 11],
      [8, 9, 10],
    ]);
  });

  it('lists all that follows, also what comes only when IXN is through', async () => {
    const plan = await planFor(converged, { spec: newImages });
    expect(writesOf(plan)).toEqual([
      'create ControllerRevision tenant-100-ixn-template',
      'create ControllerRevision tenant-100-ixn-node-template waits for ixnServer',
      'create ControllerRevision tenant-100-vq-node-template waits for ixnServer',
      'change StatefulSet tenant-100-ixn',
      'change Deployment tenant-100-ixn-node waits for ixnServer',
      'change Deployment tenant-100-vq-node waits for ixnServer',
      'delete ControllerRevision tenant-100-ixn-template',
      'delete ControllerRevision tenant-100-ixn-node-template waits for ixnServer',
      'delete ControllerRevision tenant-100-vq-node-template waits for ixnServer',
    ]);
  });

  it('tells apart what goes at once of a workload whose pods wait', async () => {
    const scene = convergedScene(interactionServer({ spec: inWindows }));
    const plan = await planFor(scene, { spec: { ...inWindows, ixnVQNode: { image: { tag: '2' }, replicas: 2 } } });
    expect(writesOf(plan)).toContain('change Deployment tenant-100-vq-node waits for MaintenanceWindow in part');
  });

  it('lets a workload that is down wait, too, for what leads it to IXN, and restarts it before for the rest', async () => {
    const scene = withInput(convergedScene(interactionServer({ spec: inWindows })), { workloads: downIn('ixnNode') });
    const newPort = { ...inWindows, ixnServer: { ports: { default: 7121 } } };
    const plan = await planFor(scene, { spec: newPort });
    expect(restartsOf(plan)).toEqual([
      'ixnServer SpecChanged waits for MaintenanceWindow',
      'ixnNode SpecChanged waits for MaintenanceWindow',
    ]);
    expect(writesOf(plan).every((write) => write.endsWith('waits for MaintenanceWindow'))).toBe(true);
    const withImage = await planFor(scene, { spec: { ...newPort, ixnNode: newImages.ixnNode } });
    expect(restartsOf(withImage)).toEqual([
      'ixnNode SpecChanged',
      'ixnServer SpecChanged waits for MaintenanceWindow',
      'ixnNode SpecChanged waits for MaintenanceWindow',
    ]);
    expect(writesOf(withImage).slice(0, 1)).toEqual(['create ControllerRevision tenant-100-ixn-node-template']);
    expect(writesOf(withImage)).toContain('change Deployment tenant-100-ixn-node waits for MaintenanceWindow in part');
  });

  it('tells when the window opens that a restart waits for', async () => {
    const scene = convergedScene(interactionServer({ spec: inWindows }));
    const plan = await planFor(scene, { spec: { ...inWindows, ixnNode: newImages.ixnNode } });
    expect(plan.restarts).toMatchObject([
      { workload: 'ixnNode', waitsFor: 'MaintenanceWindow', opensAt: '2026-03-08T02:00:00Z' },
    ]);
  });

  it('waits for connections that the status says do not answer, where they lead there still', async () => {
    const gated = {
      ixnNode: { voiceRq: { host: 'rq', port: 9999 } },
      dependencyChecks: { gateRolloutOn: [13] },
    };
    const failing = { number: 13, state: 'Unreachable', reason: 'TimedOut', endpoint: 'rq:9999' } as const;
    const scene = { ...convergedScene(interactionServer({ spec: gated })), connections: [failing] };
    const spec = { ...gated, ixnServer: newImages.ixnServer };
    expect(restartsOf(await planFor(scene, { spec }))).toEqual(['ixnServer SpecChanged waits for Dependencies']);
    const elsewhere = { ...spec, ixnNode: { voiceRq: { host: 'other', port: 9999 } } };
    expect(restartsOf(await planFor(scene, { spec: elsewhere }))).toEqual([
      'ixnServer SpecChanged',
      'ixnNode SpecChanged waits for ixnServer',
    ]);
  });

  it('restarts what reads a Secret that has changed', async () => {
    const scene = convergedScene(interactionServer(), { ixnNode: 'old', ixnVQNode: 'same' });
    const references = { ...scene.input.references, digests: { ixnNode: 'new', ixnVQNode: 'same' } };
    const plan = await planFor(withInput(scene, { references }));
    expect(restartsOf(plan)).toEqual(['ixnNode ReferencesChanged']);
    expect(JSON.stringify(plan)).not.toMatch(/"(old|new)"/);
  });

  it('restarts nothing for another version of the operator before somebody says so', async () => {
    const spec = { ixnNode: { podTemplate: { spec: { containers: [{ name: 'beside', image: 'beside:1' }] } } } };
    const scene = withInput(convergedScene(interactionServer({ spec })), {
      podMergeSchema: { root: 'PodTemplateSpec', types: {} },
    });
    expect(restartsOf(await planFor(scene, { spec }))).toEqual(['ixnNode OperatorUpdated waits for Approval']);
  });

  it('restarts no workload that has no pod, or is to have none', async () => {
    const noNode = withInput(converged, { workloads: noPodsOf('ixnNode') });
    const plan = await planFor(noNode, { spec: { ...newImages, ixnVQNode: { image: { tag: '2' }, replicas: 0 } } });
    expect(restartsOf(plan)).toEqual(['ixnServer SpecChanged']);
  });
});

describe('what keeps a plan from being done', () => {
  const elder = { namespace: 'chat', name: 'elder', uid: '1', createdAt: '2020-01-01T00:00:00Z' };
  it.each<[string, Scene, Overrides, readonly Blockage[]]>([
    [
      'is every rule that is broken',
      converged,
      { spec: { ixnServer: { replicas: 2 }, ixnVQNode: { replicas: 1000 } } },
      [
        { reason: 'InvalidSpec', path: 'spec.ixnServer.replicas', message: 'should be less than or equal to 1' },
        { reason: 'InvalidSpec', path: 'spec.ixnVQNode.replicas', message: 'should be less than or equal to 100' },
      ],
    ],
    [
      'is an older claim to the tenant',
      withInput(converged, { tenant: { rivals: [elder], foreignIxn: [] } }),
      {},
      [{ reason: 'TenantConflict', message: 'InteractionServer chat/elder is older and runs the same tenant' }],
    ],
    [
      'is IXN of another instance',
      withInput(emptyScene, { tenant: { rivals: [], foreignIxn: ['chat/ixn-0'] } }),
      {},
      [{ reason: 'WaitingForPredecessor', message: 'waiting for IXN of the same tenant to end: chat/ixn-0' }],
    ],
    [
      'is a podTemplate that the API server refuses',
      withAnswers(converged, ({ kind }) =>
        kind === 'StatefulSet' ? Promise.resolve({ kind: 'refused', message: 'no such class' }) : undefined,
      ),
      { spec: { ixnServer: { podTemplate }, ixnVQNode: { replicas: 2 } } },
      [{ reason: 'ApplyRefused', message: 'StatefulSet tenant-100-ixn: no such class' }],
    ],
  ])('%s', async (_, scene, overrides, blocked) => {
    const plan = await planFor(scene, overrides);
    expect(plan).toMatchObject({ blocked, objects: [], restarts: [] });
  });

  it('leaves an object alone whose name is taken, and does the rest', async () => {
    const children = converged.input.children.map((child) =>
      child.kind === 'Service' && child.name === 'tenant-100-vq-node'
        ? { ...child, controller: undefined, ownFields: undefined }
        : child,
    );
    const plan = await planFor(withInput(converged, { children }), { spec: { ixnNode: newImages.ixnNode } });
    const object = 'Service tenant-100-vq-node';
    expect(plan.blocked).toEqual([
      { reason: 'ObjectConflict', object, message: 'exists already and is owned by nobody' },
    ]);
    expect(restartsOf(plan)).toEqual(['ixnNode SpecChanged']);
  });

  it('lets a workload wait for a policy that cannot be written', async () => {
    const children = converged.input.children.map((child) =>
      child.kind === 'NetworkPolicy' && child.name === 'tenant-100-ixn'
        ? { ...child, controller: undefined, ownFields: undefined }
        : child,
    );
    const plan = await planFor(withInput(converged, { children }), { spec: newImages });
    expect(plan.objects.find(({ kind }) => kind === 'StatefulSet')).toMatchObject({
      problem: { kind: 'failed', message: 'waits for its NetworkPolicy, which could not be written' },
    });
    expect(restartsOf(plan)).not.toContain('ixnServer SpecChanged');
  });

  it('says what the API server refuses of an object, and restarts no workload that it refuses', async () => {
    const scene = withAnswers(converged, ({ kind }) =>
      kind === 'Deployment' ? Promise.resolve({ kind: 'refused', message: 'no' }) : undefined,
    );
    const plan = await planFor(scene, { spec: newImages });
    expect(plan.objects.filter(({ problem }) => problem !== undefined)).toMatchObject([
      { kind: 'Deployment', name: 'tenant-100-ixn-node', problem: { kind: 'refused', message: 'no' } },
      { kind: 'Deployment', name: 'tenant-100-vq-node', problem: { kind: 'refused', message: 'no' } },
    ]);
    expect(restartsOf(plan)).toEqual(['ixnServer SpecChanged']);
  });
});

describe('a plan', () => {
  it('is the same JSON each time', async () => {
    const scene = convergedScene(interactionServer());
    const texts = await Promise.all(
      [1, 2].map(async () => JSON.stringify(await planFor(scene, { spec: fullInteractionServer().spec }))),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  it('loses nothing as JSON', async () => {
    const plan = await planFor(converged, { spec: { ...newImages, ixnNode: { voiceRq: { host: 'rq', port: 9999 } } } });
    expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan);
  });
});
