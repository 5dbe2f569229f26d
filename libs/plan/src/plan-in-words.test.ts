import { expectGoldenText, interactionServer, type Overrides } from '@ixn/test-kit';
import { describe, it } from 'vitest';
import { planInWords } from './plan-in-words.ts';
import { convergedScene, emptyScene, planFor, type Scene, withAnswers, withInput } from './scene.testing.ts';

const windows = [{ schedule: '0 2 * * SUN', duration: '2h', timeZone: 'UTC' }];
const before = {
  ixnNode: { voiceRq: { host: 'rq.voice', port: 9999 }, settings: { 'log-level': 'info' } },
  networkPolicy: { mode: 'Ingress' },
} as const;
const after = {
  ixnServer: { image: { tag: '2' }, logStorage: { storageSize: '5Gi' } },
  ixnNode: { image: { tag: '2' }, voiceRq: { host: 'rq-next.voice', port: 9999 }, ports: { health: 13_033 } },
  ixnVQNode: { replicas: 2 },
  networkPolicy: { mode: 'Off' },
} as const;
const newVqNode = { image: { tag: '2' }, replicas: 2 };
const converged = convergedScene(interactionServer({ spec: before }));

/** The API server calls a number of pods by another name, and takes no Deployment of VQ Node. */
const unwilling = withAnswers(converged, (object) => {
  if (object.kind !== 'Deployment') return undefined;
  const live = { ...object, spec: { ...object.spec, replicas: 1 } };
  if (object.metadata.name.endsWith('vq-node')) {
    return Promise.resolve({ kind: 'refused', message: 'exceeded quota' });
  }
  return Promise.resolve({
    kind: 'answered',
    before: live,
    after: { ...object, spec: { ...object.spec, replicas: '0' } },
  });
});

const drifted = withInput(converged, {
  children: converged.input.children.map((child) =>
    child.kind === 'ConfigMap' && child.name === 'tenant-100-ixn-node' ? { ...child, ownFields: 'less' } : child,
  ),
});

const taken = withInput(converged, {
  children: converged.input.children.map((child) =>
    child.kind === 'Service' && child.name === 'tenant-100-ixn'
      ? { ...child, controller: { kind: 'Queue', name: 'theirs', uid: 'theirs' } }
      : child,
  ),
});

const lacking = withInput(converged, {
  references: {
    ...converged.input.references,
    problems: {
      ...converged.input.references.problems,
      ixnNode: [{ reason: 'SecretMissing', use: 'read', subject: 'Secret redis', words: 'does not exist' }],
    },
  },
});

const noVoiceRq = { number: 13, state: 'Unreachable', reason: 'TimedOut', endpoint: 'rq.voice:9999' } as const;

const paused = { metadata: { annotations: { 'ixn.operators.dev/pause': 'All' } } } as const;

describe('a plan in words', () => {
  it.each<[string, string, Scene, Overrides]>([
    ['a new resource', 'new', emptyScene, { spec: before }],
    ['no change', 'nothing', converged, { spec: before }],
    ['changes of every kind', 'changes', converged, { spec: after }],
    [
      'changes that wait for a maintenance window',
      'window',
      converged,
      { spec: { ...after, ixnVQNode: newVqNode, updatePolicy: { maintenanceWindows: windows } } },
    ],
    [
      'changes that wait for a dependency',
      'dependency',
      { ...converged, connections: [noVoiceRq] },
      { spec: { ...before, ixnServer: after.ixnServer, dependencyChecks: { gateRolloutOn: [13] } } },
    ],
    ['a pause', 'paused', converged, { ...paused, spec: after }],
    ['a spec that breaks rules', 'invalid', converged, { spec: { ixnServer: { replicas: 2 } } }],
    ['a name that is taken', 'taken', taken, { spec: before }],
    ['what was changed by hand', 'drift', drifted, { spec: before }],
    ['a Secret that is missing', 'references', lacking, { spec: before }],
    [
      'what the API server refuses, and what it stores otherwise',
      'refused',
      unwilling,
      { spec: { ...before, ixnNode: { ...before.ixnNode, replicas: 0 }, ixnVQNode: { replicas: 2 } } },
    ],
  ])('tells %s', async (_, golden, scene, overrides) => {
    expectGoldenText(`golden/${golden}.txt`, planInWords(await planFor(scene, overrides)));
  });
});
