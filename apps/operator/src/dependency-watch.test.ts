import type { ConnectionCheck } from '@ixn/connections';
import type { Checker, DependencyCheck, Verdict } from '@ixn/dependency-checks';
import { notChecked, secretOf } from '@ixn/dependency-checks';
import type { DependencyRequest } from '@ixn/reconcile';
import { createLogger } from '@ixn/telemetry';
import { describe, expect, it } from 'vitest';
import { createDependencyWatch, type Dialling } from './dependency-watch.ts';
import type { KeyContent, NeededKeys } from './reference-contents.ts';
import type { ServiceEndpoints } from './service-endpoints.ts';

const instance = { namespace: 'voice', name: 'a' };
const pending = notChecked('Pending', 'no check has been completed yet');
const answers: Verdict = { state: 'Reachable', reason: 'Answers', message: 'it answers' };
const refused: Verdict = { state: 'Unreachable', reason: 'ConnectionRefused', message: 'the connection is refused' };

function stats(...hosts: readonly string[]): ConnectionCheck {
  return {
    row: 19,
    workload: 'ixnServer',
    kind: 'dial',
    target: { from: 'spec', endpoints: hosts.map((host) => ({ host, port: 2000 })) },
    tls: { mode: 'disable' },
    speaks: { protocol: 'tcp' },
  };
}

const database: ConnectionCheck = {
  row: 16,
  workload: 'ixnServer',
  kind: 'dial',
  target: { from: 'spec', endpoints: [{ host: 'db', port: 5000 }] },
  tls: { mode: 'disable' },
  speaks: {
    protocol: 'postgresql',
    login: {
      username: { kind: 'Secret', name: 'db', key: 'username' },
      password: { kind: 'Secret', name: 'db', key: 'password' },
      database: 'ixn',
    },
  },
};

const configServer: ConnectionCheck = {
  row: 5,
  workload: 'ixnServer',
  kind: 'sidecar',
  podMetric: { name: 'config_server_connected', port: 13_000 },
};

function requestOf(checks: readonly ConnectionCheck[], more: Partial<DependencyRequest> = {}): DependencyRequest {
  const pods = { ixnServer: [], ixnNode: [], ixnVQNode: [] };
  return { checks, intervalMs: 60_000, referencesVersion: '1', pods, ...more };
}

interface Subscribed {
  readonly check: DependencyCheck;
  readonly onChange: (verdict: Verdict) => void;
  ended: boolean;
}

function watchWith({ dialling = 'on' }: { readonly dialling?: Dialling } = {}) {
  const subscribed: Subscribed[] = [];
  const verdicts = new Map<string, Verdict>();
  const enqueued: string[] = [];
  const lines: string[] = [];
  const retained: NeededKeys[] = [];
  const world = {
    content: { kind: 'value', value: secretOf('canary') } as KeyContent,
    endpoints: [] as ServiceEndpoints[],
  };
  const checker: Checker = {
    subscribe: (check, _, onChange) => {
      const one: Subscribed = { check, onChange, ended: false };
      subscribed.push(one);
      return { verdict: () => verdicts.get(check.host) ?? pending, end: () => void (one.ended = true) };
    },
    counts: () => ({ watched: 0, running: 0, waiting: 0 }),
    stop: () => undefined,
  };
  const watch = createDependencyWatch({
    checker,
    contents: {
      noteRead: () => undefined,
      settle: () => undefined,
      retain: (_, needed) => void retained.push(needed),
      read: () => world.content,
    },
    endpointsOf: () => world.endpoints,
    dialling,
    searchDomains: (namespace) => [`${namespace}.svc`],
    enqueue: (key) => void enqueued.push(key),
    log: createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } }),
  });
  const tell = (host: string, verdict: Verdict) => {
    verdicts.set(host, verdict);
    for (const one of subscribed) if (one.check.host === host && !one.ended) one.onChange(verdict);
  };
  return { watch, tell, subscribed, enqueued, lines, retained, world };
}

describe('the watch over dependencies', () => {
  it('gives what is known, and brings the instance up when that changes, once', () => {
    const { watch, tell, enqueued, lines } = watchWith();
    expect(watch.observe(instance, requestOf([stats('stat')])).get(19)).toMatchObject({ reason: 'Pending' });
    tell('stat', refused);
    tell('stat', refused);
    expect(enqueued).toEqual(['voice/a']);
    expect(watch.known(instance).get(19)).toEqual({
      reason: 'ConnectionRefused',
      message: 'the connection is refused',
    });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', instance: 'voice/a', row: 19 });
  });

  it('gives the worst of several endpoints, by its name', () => {
    const { watch, tell } = watchWith();
    watch.observe(instance, requestOf([stats('one', 'two')]));
    tell('one', answers);
    tell('two', refused);
    expect(watch.known(instance).get(19)?.message).toBe('two:2000: the connection is refused');
  });

  it('changes nothing for the same request, and goes on with what stays in another one', () => {
    const { watch, subscribed } = watchWith();
    watch.observe(instance, requestOf([stats('one')]));
    watch.observe(instance, requestOf([stats('one')]));
    expect(subscribed).toHaveLength(1);
    watch.observe(instance, requestOf([stats('one', 'two')]));
    expect(subscribed.map(({ check, ended }) => [check.host, ended])).toEqual([
      ['one', true],
      ['one', false],
      ['two', false],
    ]);
  });

  it('says nothing more of a row that is no longer checked', () => {
    const { watch, tell } = watchWith();
    watch.observe(instance, requestOf([stats('one'), database]));
    tell('db', answers);
    expect([...watch.observe(instance, requestOf([database])).keys()]).toEqual([16]);
    expect(watch.known(instance).get(16)).toMatchObject({ reason: 'Answers' });
  });

  it('begins a check when what it needs has been read', () => {
    const { watch, subscribed, world, retained } = watchWith();
    world.content = { kind: 'pending' };
    expect(watch.observe(instance, requestOf([database])).get(16)).toMatchObject({ reason: 'Pending' });
    expect(retained).toEqual([new Map([['Secret/voice/db', new Set(['username', 'password'])]])]);
    world.content = { kind: 'value', value: secretOf('canary') };
    watch.observe(instance, requestOf([database]));
    expect(subscribed).toHaveLength(1);
  });

  it('lets a pod say whether it is connected where nothing can be looked at', () => {
    const { watch, tell, subscribed } = watchWith();
    const pod = { name: 'a-ixn-0', ip: '10.1.0.1', hostIp: '10.0.0.1', ready: true };
    const pods = { ixnServer: [pod, { ...pod, ip: undefined }], ixnNode: [], ixnVQNode: [] };
    expect(watch.observe(instance, requestOf([configServer], { pods })).get(5)?.reason).toBe('Pending');
    expect(subscribed.map(({ check }) => [check.host, check.port])).toEqual([['10.1.0.1', 13_000]]);
    tell('10.1.0.1', { state: 'Unreachable', reason: 'PodNotConnected', message: 'not connected' });
    expect(watch.known(instance).get(5)?.reason).toBe('PodNotConnected');
  });

  it('reads the row between two workloads of the instance from its endpoints', () => {
    const { watch, world } = watchWith();
    const check: ConnectionCheck = { row: 2, workload: 'ixnNode', kind: 'own-service', service: 'a-ixn' };
    expect(watch.observe(instance, requestOf([check])).get(2)?.reason).toBe('NoEndpoint');
    world.endpoints = [{ service: 'voice/a-ixn', instance: 'voice/a', ready: 1, unready: 0, terminating: 0 }];
    expect(watch.known(instance).get(2)?.reason).toBe('EndpointReady');
  });

  it.each(['OutsideCluster', 'Off'] as const)('connects to nothing and needs no Secret when it is %s', (dialling) => {
    const { watch, subscribed, retained } = watchWith({ dialling });
    expect(watch.observe(instance, requestOf([database])).get(16)?.reason).toBe(dialling);
    expect(subscribed).toEqual([]);
    expect(retained).toEqual([new Map()]);
  });

  it('counts instances by row and state', () => {
    const { watch, tell } = watchWith();
    for (const name of ['a', 'b', 'c']) watch.observe({ ...instance, name }, requestOf([stats(name), database]));
    tell('a', refused);
    tell('db', answers);
    expect(watch.states().toSorted((a, b) => a.row - b.row || a.instances - b.instances)).toEqual([
      { row: 16, state: 'Reachable', instances: 3 },
      { row: 19, state: 'Unreachable', instances: 1 },
      { row: 19, state: 'NotChecked', instances: 2 },
    ]);
  });

  it('ends all checks of an instance that is forgotten', () => {
    const { watch, subscribed, retained } = watchWith();
    watch.observe(instance, requestOf([stats('one'), database]));
    watch.forget(instance);
    expect(subscribed.every(({ ended }) => ended)).toBe(true);
    expect(retained.at(-1)).toEqual(new Map());
    expect(watch.known(instance)).toEqual(new Map());
  });
});
