import type { Workload } from '@ixn/connections';
import { describe, expect, it } from 'vitest';
import {
  type DatabaseGates,
  decideRestarts,
  heldCreations,
  type RestartDecision,
  type WorkloadFacts,
} from './decide-restarts.ts';
import type { RestartCause } from './restart-cause.ts';
import type { RolloutPolicy } from './rollout-policy.ts';

const serving: WorkloadFacts = { desired: 1, ready: 1, unfinished: false, replacing: false, made: true };
const down: WorkloadFacts = { ...serving, ready: 0 };
const rolling: WorkloadFacts = { ...serving, unfinished: true, replacing: true };
const scaling: WorkloadFacts = { ...serving, desired: 2, unfinished: true };
const stopped: WorkloadFacts = { ...serving, desired: 0, ready: 0 };
const stopping: WorkloadFacts = { ...serving, desired: 0, unfinished: true };

const anytime: RolloutPolicy = { pause: 'None', window: undefined, released: false, closedGates: [] };
const open: RolloutPolicy = { ...anytime, window: { open: true, closesAtMs: 1 } };
const closed: RolloutPolicy = { ...anytime, window: { open: false, opensAtMs: 1 } };
const paused: RolloutPolicy = { ...anytime, pause: 'Disruptive' };

type Causes = Readonly<Partial<Record<Workload, RestartCause>>>;
type Facts = Readonly<Partial<Record<Workload, WorkloadFacts>>>;

const ixn = { ixnServer: 'SpecChanged' } as const satisfies Causes;
const node = { ixnNode: 'SpecChanged' } as const satisfies Causes;
const all = {
  ixnServer: 'SpecChanged',
  ixnNode: 'SpecChanged',
  ixnVQNode: 'ReferencesChanged',
} as const satisfies Causes;
const rendering = {
  ixnServer: 'OperatorUpdated',
  ixnNode: 'OperatorUpdated',
  ixnVQNode: 'OperatorUpdated',
} as const satisfies Causes;

function decide(causes: Causes, facts: Facts, policy: RolloutPolicy, databases: DatabaseGates = {}): RestartDecision {
  const known = { ixnServer: serving, ixnNode: serving, ixnVQNode: serving, ...facts };
  return decideRestarts(causes, known, policy, databases);
}

const nothing: RestartDecision = {};
const afterIxn: RestartDecision = { ixnNode: 'ixnServer', ixnVQNode: 'ixnServer' };
const forWindow: RestartDecision = {
  ixnServer: 'MaintenanceWindow',
  ixnNode: 'MaintenanceWindow',
  ixnVQNode: 'MaintenanceWindow',
};
const forResume: RestartDecision = { ixnServer: 'Resume', ixnNode: 'Resume', ixnVQNode: 'Resume' };
const forWord: RestartDecision = { ixnServer: 'Approval', ixnNode: 'Approval', ixnVQNode: 'Approval' };

describe('the order of restarts', () => {
  it.each<[string, Causes, Facts, RestartDecision]>([
    ['restarts IXN first, and lets the others wait for it', all, {}, afterIxn],
    [
      'lets the others wait while IXN has not finished',
      { ...node, ixnVQNode: 'Drift' },
      { ixnServer: rolling },
      afterIxn,
    ],
    ['restarts a node at once when IXN is not touched', node, {}, nothing],
    ['restarts a node at once when IXN has lost its pod long after its rollout', node, { ixnServer: down }, nothing],
    ['restarts both nodes at once: neither needs the other', { ...node, ixnVQNode: 'Drift' }, {}, nothing],
    ['lets nothing wait for IXN that is down itself', all, { ixnNode: down, ixnVQNode: down }, nothing],
    [
      'replaces a rollout that has not finished, while IXN is at work',
      node,
      { ixnServer: rolling, ixnNode: rolling },
      nothing,
    ],
    ['replaces a stuck rollout of IXN at once', ixn, { ixnServer: { ...down, unfinished: true } }, nothing],
    ['lets nothing wait for IXN that is stopped', all, { ixnServer: stopped }, nothing],
    [
      'lets nobody wait when IXN is to stop',
      { ...all, ixnVQNode: 'Drift' },
      { ixnServer: stopping, ixnNode: down, ixnVQNode: down },
      nothing,
    ],
  ])('%s', (_, causes, facts, decision) => {
    expect(decide(causes, facts, anytime)).toEqual(decision);
  });
});

describe('maintenance windows', () => {
  it.each<[string, Causes, Facts, RolloutPolicy, RestartDecision]>([
    ['keep back what the user changes while none is open', all, {}, closed, forWindow],
    ['let it go in order while one is open', all, {}, open, afterIxn],
    ['do not keep back a workload that is down', ixn, { ixnServer: down }, closed, nothing],
    ['do not keep back what replaces a rollout that has not finished', ixn, { ixnServer: rolling }, closed, nothing],
    [
      'keep back what serves while its number of pods changes',
      node,
      { ixnNode: scaling },
      closed,
      { ixnNode: 'MaintenanceWindow' },
    ],
    ['do not keep back a workload that is to stop', ixn, { ixnServer: stopping }, closed, nothing],
    ['do not keep back what the user has released', all, {}, { ...closed, released: true }, afterIxn],
    [
      'keep back a node, and not IXN that is down',
      { ...ixn, ...node },
      { ixnServer: down },
      closed,
      { ixnNode: 'MaintenanceWindow' },
    ],
    [
      'keep back what puts a template back that somebody changed',
      { ixnServer: 'Drift' },
      {},
      closed,
      { ixnServer: 'MaintenanceWindow' },
    ],
  ])('%s', (_, causes, facts, policy, decision) => {
    expect(decide(causes, facts, policy)).toEqual(decision);
  });
});

describe('connections that are to answer', () => {
  const gate: RolloutPolicy = { ...anytime, closedGates: [16] };
  const forAnswer: RestartDecision = { ixnServer: 'Dependencies', ixnNode: 'Dependencies', ixnVQNode: 'Dependencies' };

  it.each<[string, Causes, Facts, RolloutPolicy, RestartDecision]>([
    ['keep back what restarts pods that serve, of every workload', all, {}, gate, forAnswer],
    ['keep it back in an open window, too', all, {}, { ...gate, window: { open: true, closesAtMs: 1 } }, forAnswer],
    ['are waited for once a window opens', all, {}, { ...closed, closedGates: [16] }, forWindow],
    ['do not keep back a workload that is down', ixn, { ixnServer: down }, gate, nothing],
    ['do not keep back what replaces a rollout that has not finished', ixn, { ixnServer: rolling }, gate, nothing],
    ['do not keep back a workload that is to stop', ixn, { ixnServer: stopping }, gate, nothing],
    [
      'keep a node back, and not IXN that is down',
      all,
      { ixnServer: down },
      gate,
      { ixnNode: 'Dependencies', ixnVQNode: 'Dependencies' },
    ],
    ['do not keep back what the user has released', all, {}, { ...gate, released: true }, afterIxn],
    ['leave the pause what it is', all, {}, { ...gate, pause: 'Disruptive' }, forResume],
    ['leave it to a word what only the operator changes', rendering, {}, gate, forWord],
  ])('%s', (_, causes, facts, policy, decision) => {
    expect(decide(causes, facts, policy)).toEqual(decision);
  });

  it.each<[string, Facts, Partial<RolloutPolicy>, readonly Workload[]]>([
    ['keep back the first pods', { ixnNode: { ...down, made: false } }, {}, ['ixnNode']],
    ['do not keep back pods that ran before', { ixnNode: down }, {}, []],
    ['do not keep back what is to have no pod', { ixnNode: { ...stopped, made: false } }, {}, []],
    [
      'keep no first pods back that the user has released',
      { ixnNode: { ...down, made: false } },
      { released: true },
      [],
    ],
    ['keep nothing back when they answer', { ixnNode: { ...down, made: false } }, { closedGates: [] }, []],
  ])('%s', (_, facts, policy, held) => {
    const everybody = { ixnServer: serving, ixnNode: serving, ixnVQNode: serving, ...facts };
    expect(heldCreations(everybody, { ...gate, ...policy })).toEqual(held);
  });
});

describe('what only this version of the operator changes', () => {
  it.each<[string, Facts, RolloutPolicy, RestartDecision]>([
    ['waits for a word where there are no windows', {}, anytime, forWord],
    ['waits for a window where there are some', {}, closed, forWindow],
    ['goes, in order, while a window is open', {}, open, afterIxn],
    ['goes, in order, when the user says so', {}, { ...anytime, released: true }, afterIxn],
    [
      'waits even where the workloads are down: they may come back any moment',
      { ixnServer: down, ixnNode: down, ixnVQNode: down },
      anytime,
      forWord,
    ],
    [
      'goes at once where nothing runs and nothing is to run',
      { ixnServer: stopped, ixnNode: stopped, ixnVQNode: stopped },
      anytime,
      nothing,
    ],
  ])('%s', (_, facts, policy, decision) => {
    expect(decide(rendering, facts, policy)).toEqual(decision);
  });

  it('keeps no change of the user back, and is not taken along by it', () => {
    expect(decide({ ...rendering, ...node }, {}, anytime)).toEqual({ ixnServer: 'Approval', ixnVQNode: 'Approval' });
  });
});

describe('a pause', () => {
  it.each<[string, Causes, Facts, RolloutPolicy, RestartDecision]>([
    ['keeps everything back that restarts pods', all, {}, paused, forResume],
    ['keeps it back in an open window, too', all, {}, { ...paused, window: { open: true, closesAtMs: 1 } }, forResume],
    ['keeps it back although the user has released it', all, {}, { ...paused, released: true }, forResume],
    ['keeps it back although the workload is down', ixn, { ixnServer: down }, paused, { ixnServer: 'Resume' }],
    ['does not keep a workload from stopping', ixn, { ixnServer: stopping }, paused, nothing],
  ])('%s', (_, causes, facts, policy, decision) => {
    expect(decide(causes, facts, policy)).toEqual(decision);
  });
});
