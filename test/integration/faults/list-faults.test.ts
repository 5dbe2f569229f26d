// The cases that the first list of every watch must survive, in pages and as a stream; watch-faults.test.ts has the other cases.
import type { Fault, FaultPlan, ProxiedRequest, RefusalStatus } from '@ixn/test-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../src/cluster.ts';
import {
  errorLine,
  type FaultScene,
  openFaultScene,
  patienceMs,
  startBehindProxy,
  strikingNext,
  untilSettled,
} from '../src/fault-scene.ts';
import { spawnOperator } from '../src/operator-process.ts';
import { watchNotes } from '../src/stores-and-server.ts';

/** As a server does it that cannot stream lists. */
const refuseStreams: FaultPlan = ({ streamed }) => (streamed ? { kind: 'refuse', status: 422 } : undefined);

const ways = [
  { way: 'as a stream', streamed: true },
  { way: 'in pages', streamed: false },
] as const;

const ofServices = (streamed: boolean) => (request: ProxiedRequest) =>
  request.verb === 'list' && request.resource === 'services' && request.streamed === streamed;

/** Less patience than by default with a list that falls silent. */
const timings = { stores: { listTimeoutMs: 3000 } } as const;

describe.each(ways)('the first list, $way,', { timeout: 5 * patienceMs }, ({ streamed }) => {
  it.each<RefusalStatus>([429, 500, 403])('may be refused with HTTP %i', async (status) => {
    await expectSurvived(streamed, { kind: 'refuse', status });
  });

  it.each<[string, Fault]>([
    ['is cut off before its answer', { kind: 'drop', when: 'before' }],
    ['breaks off in the middle of a line', breakingOff(0, '{"type":"ADDED","object":{"ki', 'cut')],
    ['never is answered', { kind: 'stall', when: 'before' }],
    ['falls silent on a connection that stays open', breakingOff(0, '', 'silence')],
  ])('may be one that %s', async (_, fault) => {
    await expectSurvived(streamed, fault);
  });

  it('does not hold up the end of the process, be it under way or waiting for its next try', async () => {
    for (const fault of [
      { kind: 'stall', when: 'before' },
      { kind: 'refuse', status: 500 },
    ] as const) {
      const { namespace, proxy } = await openFaultScene();
      proxy.setPlan((request) => planFor(streamed)(request) ?? (request.verb === 'list' ? fault : undefined));
      const operator = spawnOperator(proxy.kubeconfig, ['--namespaces', namespace.name]);
      onTestFinished(() => operator.kill());
      const isStruck = () => proxy.log.some(({ fault: struck }) => struck === fault);
      await eventually('the operator lists', async () => isStruck() || undefined);
      operator.signal('SIGTERM');
      expect(await operator.ended).toBe(0);
    }
  });
});

describe('the first list as a stream', { timeout: 5 * patienceMs }, () => {
  it.each<[string, Fault]>([
    ['error 410', breakingOff(1, errorLine(410), 'silence')],
    ['error 500', breakingOff(1, errorLine(500), 'silence')],
    ['a line that is no event', breakingOff(1, 'garbage\n', 'silence')],
  ])('may tell of %s after its first object', async (_, fault) => {
    const scene = await openFaultScene();
    await untilSettled(scene, await startBehindProxy(scene)); // so that there are Services to list
    await expectSurvived(true, fault, scene);
  });

  it('comes in pages, and nothing is wrong, from a server that does not stream', async () => {
    const scene = await openFaultScene();
    scene.proxy.setPlan(refuseStreams);
    const operator = await startBehindProxy(scene);
    await untilSettled(scene, operator);
    expect(await watchNotes(operator, 'services', 'listFailed')).toBe(0);
  });
});

describe('the first list in pages', { timeout: 5 * patienceMs }, () => {
  it('may find its version expired (410) between two pages', async () => {
    const scene = await openFaultScene();
    await untilSettled(scene, await startBehindProxy(scene));
    const isNextPage = (request: ProxiedRequest) => ofServices(false)(request) && request.url.includes('continue=');
    const strike = strikingNext(1, { kind: 'refuse', status: 410 }, isNextPage);
    scene.proxy.setPlan((request) => refuseStreams(request) ?? strike(request));
    const operator = await startBehindProxy(scene, { stores: { pageSize: 1 } });
    await untilSettled(scene, operator);
    expect(await watchNotes(operator, 'services', 'listFailed')).toBe(1);
    expect(scene.proxy.faults()['refuse 410']).toBe(1);
  });
});

/** Strikes the list of Services: the operator settles all the same, and its metrics tell of it. */
async function expectSurvived(streamed: boolean, fault: Fault, opened?: FaultScene): Promise<void> {
  const scene = opened ?? (await openFaultScene());
  // A stream that has failed is followed by pages.
  const strike = strikingNext(streamed ? 1 : 2, fault, ofServices(streamed));
  scene.proxy.setPlan((request) => planFor(streamed)(request) ?? strike(request));
  const operator = await startBehindProxy(scene, timings);
  await untilSettled(scene, operator);
  expect(await watchNotes(operator, 'services', 'listFailed')).toBe(streamed ? 1 : 2);
  expect(await watchNotes(operator, 'services', 'listed')).toBe(1);
  expect(scene.proxy.log.filter((request) => request.fault === fault)).toHaveLength(streamed ? 1 : 2);
}

function planFor(streamed: boolean): FaultPlan {
  return streamed ? () => undefined : refuseStreams;
}

function breakingOff(afterLines: number, text: string, ending: 'cut' | 'silence'): Fault {
  return { kind: 'breakOff', afterLines, text, ending };
}
