import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepOpen } from './link.ts';
import { eventually, freePort, startDeafServer, startServer } from './loopback.testing.ts';

const times = { connectTimeoutMs: 5_000, firstDelayMs: 5, maxDelayMs: 20 };

function open(port: number) {
  const events: unknown[] = [];
  const link = keepOpen({ host: '127.0.0.1', port }, (event) => events.push(event), times);
  onTestFinished(() => link.close());
  return { link, events };
}

describe('a connection that is kept open', () => {
  it('is tried until somebody listens, and again when it ends', async () => {
    const port = await freePort();
    const { link } = open(port);
    await eventually(() => expect(link.state()).toEqual({ kind: 'Failed', error: 'ECONNREFUSED' }));
    const first = await startServer(undefined, port);
    await eventually(() => expect(link.state()).toEqual({ kind: 'Connected' }));
    await first.close();
    await eventually(() => expect(link.state()).toMatchObject({ kind: 'Failed' }));
    await startServer(undefined, port);
    await eventually(() => expect(link.state()).toEqual({ kind: 'Connected' }));
  });

  it('is told of when it changes, not with every attempt', async () => {
    let attempts = 0;
    const { port } = await startServer((socket) => {
      attempts += 1;
      socket.resetAndDestroy();
    });
    const { link, events } = open(port);
    await eventually(() => expect(attempts).toBeGreaterThan(3));
    link.close();
    const kinds = events.map((event) => Reflect.get(Object(event), 'kind'));
    expect(kinds.filter((kind, index) => kind === kinds[index - 1])).toEqual([]);
  });

  it('fails with ETIMEDOUT where the attempt takes too long', async () => {
    const port = await startDeafServer();
    const link = keepOpen({ host: '127.0.0.1', port }, () => undefined, { ...times, connectTimeoutMs: 50 });
    onTestFinished(() => link.close());
    await eventually(() => expect(link.state()).toEqual({ kind: 'Failed', error: 'ETIMEDOUT' }));
  });

  it('is not tried again once it is closed', async () => {
    const sockets: Socket[] = [];
    const { port } = await startServer((socket) => sockets.push(socket.resume()));
    const { link } = open(port);
    await eventually(() => expect(sockets).toHaveLength(1));
    const [socket] = sockets;
    link.close();
    await eventually(() => expect(socket?.closed).toBe(true));
    expect(sockets).toHaveLength(1);
  });
});
