import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type ControlPlane, startControlPlane } from '@ixn/control-plane';
import { createKubeClient, createTransport, type Transport } from '@ixn/kube-client';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEventRecorder } from './event-recorder.ts';
import { kubernetesEventType } from './kubernetes-event.ts';
import type { ElectionNote } from './election.ts';
import { type Lease, leaseType } from './lease.ts';
import { createLeaderElector, type LeaderElectorOptions } from './leader-elector.ts';

let controlPlane: ControlPlane;
let transport: Transport;
let ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  controlPlane = await startControlPlane();
  transport = createTransport({ kubeConfig: kubeConfig(), userAgent: 'controller-runtime-test' });
}, 600_000);

afterEach(async () => {
  await Promise.all(ends.map((end) => end()));
  ends = [];
});

afterAll(async () => {
  await transport?.close();
  await controlPlane?.stop();
});

function kubeConfig(): KubeConfig {
  const loaded = new KubeConfig();
  loaded.loadFromString(controlPlane.kubeconfig);
  return loaded;
}

const namespace = 'default';
/** Longer than any takeover may take, and what the tests wait at most. */
const patience = { timeout: 15_000, interval: 20 };

function candidate(name: string, identity: string, options: Partial<LeaderElectorOptions> = {}) {
  let crashed = false;
  const notes: ElectionNote[] = [];
  // A process that has crashed sends nothing more, its release neither.
  const own: Transport = {
    ...transport,
    send: (request) => (crashed ? new Promise(() => undefined) : transport.send(request)),
  };
  const elector = createLeaderElector({
    client: createKubeClient(own),
    lease: { namespace, name },
    identity,
    fieldManager: 'test',
    observe: (note) => notes.push(note),
    ...options,
  });
  const stop = new AbortController();
  const running = elector.run(
    (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    stop.signal,
  );
  const end = () => {
    stop.abort();
    return crashed ? Promise.resolve() : running;
  };
  ends.push(end);
  return {
    notes,
    isLeading: () => elector.isLeading(),
    untilLeading: () => vi.waitFor(() => expect(elector.isLeading()).toBe(true), patience),
    untilStandingBy: () => vi.waitFor(() => expect(notes.at(-1)).toMatchObject({ kind: 'standingBy' }), patience),
    fenced: createKubeClient(transport, { mayWrite: elector.isLeading }),
    end,
    crash() {
      crashed = true;
    },
  };
}

async function lease(name: string): Promise<Lease['spec']> {
  const found = await createKubeClient(transport).get<Lease>(leaseType, { namespace, name });
  return found.ok ? found.value.spec : undefined;
}

describe('leader election on a real API server', () => {
  it('has one leader, who writes times that the server takes, and another at once when that one stops', async () => {
    const a = candidate('handover', 'a');
    await a.untilLeading();
    const b = candidate('handover', 'b');
    await b.untilStandingBy();
    expect([a.isLeading(), b.isLeading()]).toEqual([true, false]);
    expect(await lease('handover')).toMatchObject({ holderIdentity: 'a', leaseTransitions: 0 });
    await a.end();
    expect(await lease('handover')).toMatchObject({ leaseDurationSeconds: 1 });
    await b.untilLeading();
    expect(await lease('handover')).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
    expect(a.notes.at(-1)).toEqual({ kind: 'released' });
  });

  it('has another leader within 15 s of a crash, with the timings that it has by itself', async () => {
    const a = candidate('crash', 'a');
    await a.untilLeading();
    const b = candidate('crash', 'b', {
      clocks: { monotonicMs: () => performance.now(), epochMs: () => Date.now() - 3_600_000 },
    });
    await b.untilStandingBy();
    a.crash();
    await b.untilLeading();
    expect(a.isLeading()).toBe(false);
  });

  it('has exactly one leader out of many who start at once', async () => {
    const many = Array.from({ length: 8 }, (_, n) => candidate('many', `candidate-${n}`));
    await vi.waitFor(() => expect(many.filter((one) => one.notes.length > 0)).toHaveLength(8), patience);
    expect(many.filter((one) => one.isLeading())).toHaveLength(1);
    expect(many.flatMap(({ notes }) => notes).filter(({ kind }) => kind === 'requestFailed')).toEqual([]);
  });

  it('goes on after the API server was killed and started again', async () => {
    const a = candidate('restart', 'a');
    await a.untilLeading();
    await controlPlane.restart('kube-apiserver');
    const before = await lease('restart');
    await vi.waitFor(async () => expect((await lease('restart'))?.renewTime).not.toBe(before?.renewTime), patience);
    await a.untilLeading();
  });

  it('lets no write out after the process stood still for a minute', async () => {
    let stoodStillMs = 0;
    const clocks = { monotonicMs: () => performance.now() + stoodStillMs, epochMs: () => Date.now() };
    const a = candidate('fence', 'a', { clocks });
    await a.untilLeading();
    const configMaps = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };
    const write = (name: string) =>
      a.fenced.apply(
        configMaps,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name } },
        { fieldManager: 'test' },
      );
    expect(await write('before')).toMatchObject({ ok: true });
    stoodStillMs = 60_000;
    expect(await write('after')).toMatchObject({ failure: { code: 'NotLeading' } });
    expect(await a.fenced.get(configMaps, { namespace, name: 'after' })).toMatchObject({
      failure: { code: 'NotFound' },
    });
  });
});

describe('events on a real API server', () => {
  it('are written once, counted on as a series, and shown by kubectl', async () => {
    const client = createKubeClient(transport);
    const failures: unknown[] = [];
    const recorder = createEventRecorder({
      client,
      reporter: { controller: 'example.com/operator', instance: 'operator-0' },
      fieldManager: 'test',
      observe: (note) => failures.push(note),
      setTimer(callback) {
        callback(); // at once, not every ten seconds
        return () => undefined;
      },
    });
    const regarding = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'told', uid: 'u' } };
    const event = { type: 'Normal', reason: 'Applied', action: 'Apply', note: '→'.repeat(1000) } as const;
    recorder.record(regarding, event);
    recorder.record(regarding, event);
    recorder.record(regarding, event);
    recorder.record({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a' } }, event);
    const fieldSelector = 'reason=Applied';
    const written = () => client.list(kubernetesEventType, { namespace, fieldSelector });
    await vi.waitFor(
      async () =>
        expect(await written()).toMatchObject({
          value: { items: expect.arrayContaining([expect.objectContaining({ series: expect.anything() })]) },
        }),
      patience,
    );
    const answer = await written();
    const items = answer.ok ? answer.value.items : [];
    expect(items).toHaveLength(2);
    expect(items.find(({ metadata }) => metadata.name.startsWith('told.'))).toMatchObject({
      reportingController: 'example.com/operator',
      regarding: { kind: 'ConfigMap', name: 'told' },
      series: { count: 3, lastObservedTime: expect.stringMatching(/\.\d{6}Z$/) },
    });
    expect(failures).toEqual([]);
    const shown = await controlPlane.kubectl(['get', 'events', '--field-selector', fieldSelector]);
    expect(shown.stdout).toContain('configmap/told');
  });
});

describe('the example of the README', () => {
  it('is an operator: it makes, mends and changes what the resource asks for, and ends when it is told to', async () => {
    const folder = join(import.meta.dirname, '../examples');
    const kubectl = async (args: readonly string[], stdin?: string) => {
      const { exitCode, stdout, stderr } = await controlPlane.kubectl(args, stdin === undefined ? {} : { stdin });
      expect(stderr).toBe('');
      return exitCode === 0 ? stdout : undefined;
    };
    await kubectl(['apply', '-f', join(folder, 'greeting-crd.yaml')]);
    await kubectl(['wait', '--for=condition=Established', 'crd/greetings.example.com']);
    const operator = spawn(process.execPath, [join(folder, 'greeting-operator.ts')], {
      env: { ...process.env, KUBECONFIG: controlPlane.kubeconfigPath },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise((settled) => operator.once('exit', settled));
    ends.push(async () => void operator.kill('SIGKILL'));
    const greet = (text: string) =>
      kubectl(
        ['apply', '-f', '-'],
        JSON.stringify({
          apiVersion: 'example.com/v1',
          kind: 'Greeting',
          metadata: { name: 'hello', namespace },
          spec: { text },
        }),
      );
    const untilText = (text: string) =>
      vi.waitFor(async () => {
        const found = await controlPlane.request({ path: `/api/v1/namespaces/${namespace}/configmaps/hello` });
        expect(found).toMatchObject({ status: 200, body: { data: { text } } });
      }, patience);
    await greet('hello');
    await untilText('hello');
    await greet('good morning');
    await untilText('good morning');
    await kubectl(['delete', 'configmap', 'hello']);
    await untilText('good morning');
    operator.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
