import { describe, expect, it } from 'vitest';
import { dial, type Question } from './dial.ts';
import { freePort, startDeafServer, startServer } from './loopback.testing.ts';

function dialPort(port: number, ask: Question = { kind: 'first-line' }, timeoutMs = 5_000) {
  return dial({ endpoint: { host: '127.0.0.1', port }, ask, timeoutMs });
}

const durationMs = expect.any(Number);

describe('an attempt to connect', () => {
  it('says whom it reached, by the first line', async () => {
    const { port } = await startServer((socket) => socket.end('ixnServer tenant pod-0\r\nmore\n'));
    expect(await dialPort(port)).toEqual({ ok: true, reached: 'ixnServer tenant pod-0', durationMs });
  });

  it('got through where nothing is said in time', async () => {
    const { port } = await startServer();
    expect(await dialPort(port, undefined, 50)).toEqual({ ok: true, durationMs });
  });

  it('got through where the other side hangs up without a word', async () => {
    const { port } = await startServer((socket) => socket.end());
    expect(await dialPort(port)).toEqual({ ok: true, durationMs });
  });

  it('waits for no word where only the connection is asked for', async () => {
    const { port } = await startServer();
    expect(await dialPort(port, { kind: 'connection' }, 60_000)).toEqual({ ok: true, durationMs });
  });

  it('did not get through where it is refused', async () => {
    const port = await freePort();
    expect(await dialPort(port)).toEqual({ ok: false, error: 'ECONNREFUSED', durationMs });
    expect(await dialPort(port, { kind: 'http', path: '/' })).toEqual({ ok: false, error: 'ECONNREFUSED', durationMs });
  });

  it('did not get through where it is neither accepted nor refused', async () => {
    const port = await startDeafServer();
    expect(await dialPort(port, undefined, 100)).toEqual({ ok: false, error: 'ETIMEDOUT', durationMs });
  });

  it('did not get through where the name is unknown', async () => {
    const result = await dial({
      endpoint: { host: 'no.invalid', port: 1 },
      ask: { kind: 'first-line' },
      timeoutMs: 5_000,
    });
    expect(result).toMatchObject({ ok: false, error: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN|ETIMEDOUT)$/) });
  });

  it('over HTTP says the status, whatever it is', async () => {
    const { port } = await startServer((socket) => socket.end('HTTP/1.1 503 Not Now\r\ncontent-length: 0\r\n\r\n'));
    expect(await dialPort(port, { kind: 'http', path: '/health' })).toEqual({
      ok: true,
      reached: 'HTTP 503',
      durationMs,
    });
  });

  it('over HTTP did not get through where nobody answers in time', async () => {
    const { port } = await startServer();
    const result = await dialPort(port, { kind: 'http', path: '/' }, 50);
    expect(result).toEqual({ ok: false, error: 'ETIMEDOUT', durationMs });
  });
});
