import { describe, expect, it, onTestFinished } from 'vitest';
import type { Answer } from '../http-server.ts';
import { listenHttp } from '../http-server.ts';
import { freePort, startServer } from '../loopback.testing.ts';
import { exchangeOnce } from './session.testing.ts';

async function ask(kind: 'http' | 'consul', answer: Answer): Promise<string> {
  const server = await listenHttp(0, () => answer);
  onTestFinished(() => server.close());
  return await exchangeAt(kind, server.port);
}

function exchangeAt(kind: 'http' | 'consul', port: number): Promise<string> {
  return exchangeOnce({ kind, endpoints: [{ host: '127.0.0.1', port }], tls: undefined });
}

describe('a session with Voice config', () => {
  it('takes every answer for one, but that of a server that cannot answer', async () => {
    expect(await ask('http', { status: 404, body: '' })).toBe('was answered HTTP 404');
    expect(await ask('http', { status: 503, body: '' })).toBe('HTTP_503');
  });

  it('fails where nobody listens, and where nobody speaks HTTP', async () => {
    expect(await exchangeAt('http', await freePort())).toBe('ECONNREFUSED');
    const { port } = await startServer((socket) => socket.end('hello\n'));
    expect(await exchangeAt('http', port)).toMatch(/^HPE_/);
  });
});

describe('a session with Consul', () => {
  it('fails where the agent has no leader, or is none', async () => {
    expect(await ask('consul', { status: 200, body: '""' })).toBe('NO_LEADER');
    expect(await ask('consul', { status: 200, body: 'no JSON' })).toBe('NO_LEADER');
    expect(await ask('consul', { status: 500, body: 'No cluster leader' })).toBe('HTTP_500');
  });
});
