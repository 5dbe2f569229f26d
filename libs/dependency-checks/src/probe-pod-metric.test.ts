import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkDependency } from './check-dependency.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { samplesOf } from './probe-pod-metric.ts';
import type { Verdict } from './verdict.ts';

const metric = 'ixnnode_redis_client_status';
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

function serve(text: string, status = 200): Promise<number> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/metrics' ? status : 404).end(text);
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function ask(port: number): Promise<Verdict> {
  const check = { host: '127.0.0.1', port, searchDomains: [], tls: { mode: 'disable' } } as const;
  const surroundings = {
    mayDial: () => 'allowed' as const,
    addressesOf: () => Promise.resolve([]),
    timeouts: { resolve: 500, connect: 500, tls: 500, protocol: 500 },
    wholeTimeoutMs: 2_000,
    inTurn: createOneAtATime(),
    now: Date.now,
  };
  const { signal } = new AbortController();
  return checkDependency({ ...check, protocol: { kind: 'pod-metric', metric } }, surroundings, signal);
}

describe('samplesOf', () => {
  it.each([
    ['the value of a metric without labels', `# HELP ${metric} x\n# TYPE ${metric} gauge\n${metric} 1\n`, [1]],
    ['every value of a metric with labels', `${metric}{node="a b"} 1\n${metric}{node="}"} 0 1712000000\n`, [1, 0]],
    ['nothing of a metric whose name only begins so', `${metric}_total 1\n`, []],
    ['nothing of what is no number', `${metric} up\n`, []],
  ])('gives %s', (_, text, expected) => {
    expect(samplesOf(metric, text)).toEqual(expected);
  });
});

describe('a pod', () => {
  it.each([
    ['is connected when all its clients are', `${metric}{c="a"} 1\n${metric}{c="b"} 1\n`, 'PodConnected'],
    ['is not connected when one of them is not', `${metric}{c="a"} 1\n${metric}{c="b"} 0\n`, 'PodNotConnected'],
    ['says nothing without the metric', 'other 1\n', 'NotTold'],
  ])('%s', async (_, text, reason) => {
    expect((await ask(await serve(text))).reason).toBe(reason);
  });

  it('says nothing by an answer that is none', async () => {
    expect(await ask(await serve('', 500))).toMatchObject({ state: 'NotChecked', reason: 'NotTold' });
  });

  it('says nothing while it cannot be asked, which is nobody else’s fault', async () => {
    const port = await serve('');
    for (const server of servers.splice(0)) server.close().closeAllConnections();
    expect(await ask(port)).toMatchObject({ state: 'NotChecked', reason: 'NotTold' });
  });
});
