import { describe, expect, it, onTestFinished } from 'vitest';
import { dial } from './dial.ts';
import { eventually, freePort, startServer } from './loopback.testing.ts';
import { serve } from './serve.ts';
import type { OutgoingRow } from './server-settings.ts';

async function start(rows: readonly OutgoingRow[] = [], healthPort = 0) {
  const settings = {
    role: 'ixnServer',
    tenantId: 'tenant',
    tenantSid: '100',
    defaultPort: 0,
    healthPort,
    rows,
  } as const;
  const server = await serve(settings, 'tenant-100-ixn-0', () => undefined);
  onTestFinished(() => server.close());
  const request = (path: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${server.healthPort}${path}`, { method, headers: { connection: 'close' } });
  return { server, request };
}

describe('a server that is played', () => {
  it('tells whoever connects its role, its tenant and its pod', async () => {
    const { server } = await start();
    const endpoint = { host: '127.0.0.1', port: server.defaultPort };
    const said = await dial({ endpoint, ask: { kind: 'first-line' }, timeoutMs: 5_000 });
    expect(said).toMatchObject({ ok: true, reached: 'ixnServer tenant tenant-100-ixn-0' });
  });

  it('is healthy from the start, can be made to fail, and recovers', async () => {
    const { request } = await start();
    const health = async () => (await request('/health')).status;
    expect(await health()).toBe(200);
    await request('/fail', 'POST');
    expect(await health()).toBe(503);
    await request('/heal', 'POST');
    expect(await health()).toBe(200);
  });

  it('opens its rows, and reports them and their metrics', async () => {
    const { port } = await startServer((socket) => socket.resume().write('confserv\n'));
    const closed = await freePort();
    const at = (where: number) => ({ kind: 'tcp', endpoints: [{ host: '127.0.0.1', port: where }] }) as const;
    const { request } = await start([
      { number: 5, destination: 'configServer', dependencies: [at(port)] },
      { number: 6, destination: 'kafka', dependencies: [] },
      { number: 19, destination: 'pulse', dependencies: [at(port), at(closed)] },
    ]);
    await eventually(async () =>
      expect(await (await request('/connections')).json()).toEqual([
        {
          number: 5,
          destination: 'configServer',
          state: 'Connected',
          endpoint: `127.0.0.1:${port}`,
          did: ['heard "confserv"'],
          tally: { count: 1, totalSeconds: expect.any(Number) },
        },
        { number: 6, destination: 'kafka', state: 'NotConfigured' },
        {
          number: 19,
          destination: 'pulse',
          state: 'Failed',
          endpoint: `127.0.0.1:${port},127.0.0.1:${closed}`,
          error: `127.0.0.1:${closed} ECONNREFUSED`,
          tally: { count: 1, totalSeconds: expect.any(Number) },
        },
      ]),
    );
    // A restart would not bring back what it depends on.
    const health = await request('/health');
    expect([health.status, await health.json()]).toEqual([
      200,
      { healthy: true, connections: { 5: 'Connected', 6: 'NotConfigured', 19: 'Failed' } },
    ]);
    const metrics = await request('/metrics');
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await metrics.text()).toContain('\nixn_health_info_config_server_connected 1\n');
  });

  it('answers nothing else', async () => {
    const { request } = await start();
    expect((await request('/')).status).toBe(404);
    expect((await request('/health', 'POST')).status).toBe(404);
  });

  it('ends every connection when it is closed, though a client would keep it', async () => {
    const { server } = await start();
    const endpoint = { host: '127.0.0.1', port: server.defaultPort };
    await fetch(`http://127.0.0.1:${server.healthPort}/health`);
    await server.close();
    const result = await dial({ endpoint, ask: { kind: 'connection' }, timeoutMs: 5_000 });
    expect(result).toMatchObject({ ok: false, error: 'ECONNREFUSED' });
  });

  it('does not start where a port is taken', async () => {
    const { port } = await startServer();
    await expect(start([], port)).rejects.toThrow('EADDRINUSE');
  });
});
