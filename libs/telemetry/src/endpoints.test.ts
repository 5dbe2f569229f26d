import { Counter, Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { type Endpoints, type EndpointsOptions, serveEndpoints } from './endpoints.ts';

const open: Endpoints[] = [];

afterEach(async () => {
  for (const endpoints of open.splice(0)) await endpoints.close();
});

async function serve(options: Partial<EndpointsOptions> = {}): Promise<Endpoints> {
  const endpoints = await serveEndpoints({
    host: '127.0.0.1',
    port: 0,
    registry: new Registry(),
    healthy: () => undefined,
    ready: () => undefined,
    ...options,
  });
  open.push(endpoints);
  return endpoints;
}

async function answerOf({ port }: Endpoints, path: string, init?: RequestInit) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}

function unreadable(): Promise<void> {
  return Promise.reject(new Error('no value'));
}

describe('the endpoints', () => {
  it.each(['/healthz', '/readyz'])('answer %s with ok when the check holds', async (path) => {
    expect(await answerOf(await serve(), path)).toMatchObject({ status: 200, text: 'ok\n' });
  });

  it.each([
    ['/healthz', { healthy: () => 'a watch is silent' }, 'a watch is silent\n'],
    ['/readyz', { ready: () => 'nothing is listed yet' }, 'nothing is listed yet\n'],
  ])('answer %s with 503 and the reason when its check fails', async (path, checks, text) => {
    expect(await answerOf(await serve(checks), path)).toMatchObject({ status: 503, text });
  });

  it('keep health and readiness apart', async () => {
    const endpoints = await serve({ ready: () => 'not yet' });
    expect(await answerOf(endpoints, '/healthz')).toMatchObject({ status: 200 });
  });

  it('ask the checks each time', async () => {
    const state = { problem: 'not yet' as string | undefined };
    const endpoints = await serve({ ready: () => state.problem });
    expect(await answerOf(endpoints, '/readyz')).toMatchObject({ status: 503 });
    state.problem = undefined;
    expect(await answerOf(endpoints, '/readyz')).toMatchObject({ status: 200 });
  });

  it('answer /metrics in the format that Prometheus reads', async () => {
    const registry = new Registry();
    new Counter({ name: 'rounds_total', help: 'Rounds.', registers: [registry] }).inc(3);
    const answer = await answerOf(await serve({ registry }), '/metrics');
    expect(answer.status).toBe(200);
    expect(answer.type).toBe(registry.contentType);
    expect(answer.text).toContain('rounds_total 3');
  });

  it('answer /metrics with 500, and live on, when a metric cannot be read', async () => {
    const registry = new Registry();
    const broken = new Counter({ name: 'broken_total', help: 'Broken.', registers: [registry], collect: unreadable });
    broken.inc();
    const endpoints = await serve({ registry });
    expect(await answerOf(endpoints, '/metrics')).toMatchObject({ status: 500 });
    expect(await answerOf(endpoints, '/healthz')).toMatchObject({ status: 200 });
  });

  it('answer a query string as the path alone', async () => {
    expect(await answerOf(await serve(), '/healthz?verbose')).toMatchObject({ status: 200 });
  });

  it.each(['/', '/metrics/', '/nothing'])('answer %s with 404 and the paths that there are', async (path) => {
    expect(await answerOf(await serve(), path)).toMatchObject({
      status: 404,
      text: 'try /healthz, /readyz or /metrics\n',
    });
  });

  it.each(['POST', 'PUT', 'DELETE'])('answer %s with 405', async (method) => {
    expect(await answerOf(await serve(), '/healthz', { method })).toMatchObject({ status: 405 });
  });

  it('answer HEAD without a body', async () => {
    expect(await answerOf(await serve(), '/healthz', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });

  it('reject when the port is taken', async () => {
    const { port } = await serve();
    await expect(serve({ port })).rejects.toThrow('EADDRINUSE');
  });

  it('give the port back when they close, although a client keeps its connection', async () => {
    const endpoints = await serve();
    await answerOf(endpoints, '/healthz');
    await endpoints.close();
    const again = await serve({ port: endpoints.port });
    expect(again.port).toBe(endpoints.port);
  });
});
