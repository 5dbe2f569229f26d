import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepUp } from './link.ts';
import { eventually, freePort, startDeafServer, startServer } from './loopback.testing.ts';
import { sessionsWith } from './sessions/open-session.ts';
import { neverLost, type OpenSession } from './sessions/session.ts';

const times = { timeoutMs: 5_000, exchangeIntervalMs: 5, firstDelayMs: 5, maxDelayMs: 20 };
const who = { role: 'ixnNode', tenantId: 'tenant', tenantSid: '100', pod: 'pod' } as const;

function keep(sessions: OpenSession, port = 1, timeoutMs = times.timeoutMs) {
  const events: object[] = [];
  const endpoints = [{ host: '127.0.0.1', port }];
  const link = keepUp(endpoints, sessions, (event) => events.push(event), { ...times, timeoutMs });
  onTestFinished(() => link.close());
  return { link, events };
}

function keepTo(port: number, timeoutMs?: number) {
  const dependency = { kind: 'tcp', endpoints: [{ host: '127.0.0.1', port }] } as const;
  return keep(sessionsWith(dependency, who), port, timeoutMs);
}

function greet(socket: Socket) {
  socket.resume().write('hello\n');
}

const connected = { kind: 'Connected', did: 'heard "hello"' };

describe('a connection that is kept up', () => {
  it('is tried until somebody listens, and again when it ends', async () => {
    const port = await freePort();
    const { link } = keepTo(port);
    await eventually(() => expect(link.state()).toEqual({ kind: 'Failed', error: 'ECONNREFUSED' }));
    const first = await startServer(greet, port);
    await eventually(() => expect(link.state()).toEqual(connected));
    await first.close();
    await eventually(() => expect(link.state()).toMatchObject({ kind: 'Failed' }));
    await startServer(greet, port);
    await eventually(() => expect(link.state()).toEqual(connected));
  });

  it('is told of when it changes, not with every attempt', async () => {
    let attempts = 0;
    const { port } = await startServer((socket) => {
      attempts += 1;
      socket.resetAndDestroy();
    });
    const { link, events } = keepTo(port);
    await eventually(() => expect(attempts).toBeGreaterThan(3));
    link.close();
    const kinds = events.map((event) => Reflect.get(event, 'kind'));
    expect(kinds.filter((kind, index) => kind === kinds[index - 1])).toEqual([]);
  });

  it('fails with ETIMEDOUT where the attempt takes too long', async () => {
    const { link } = keepTo(await startDeafServer(), 50);
    await eventually(() => expect(link.state()).toEqual({ kind: 'Failed', error: 'ETIMEDOUT' }));
  });

  it('is used again and again, and its uses are counted', async () => {
    let uses = 0;
    const { link } = keep(async () => ({ exchange: async () => `use ${(uses += 1)}`, lost: neverLost() }));
    await eventually(() => expect(link.tally().count).toBeGreaterThan(3));
    expect(link.state()).toEqual({ kind: 'Connected', did: `use ${uses}` });
  });

  it('is opened anew where it cannot be used, or not in time, and what it held is let go', async () => {
    const ended: unknown[] = [];
    let opened = 0;
    const { link, events } = keep(
      async (signal) => {
        opened += 1;
        signal.addEventListener('abort', () => ended.push(opened));
        const exchange = opened === 1 ? () => neverLost() : () => Promise.reject(new Error('WRONGPASS or so'));
        return { exchange, lost: neverLost() };
      },
      1,
      50,
    );
    await eventually(() => expect(ended.length).toBeGreaterThan(1));
    expect(events).toMatchObject([{ error: 'ETIMEDOUT' }, { error: 'WRONGPASS' }]);
    expect(link.tally().count).toBe(0);
  });

  it('is not tried again once it is closed', async () => {
    const sockets: Socket[] = [];
    const { port } = await startServer((socket) => sockets.push(socket.resume()));
    const { link } = keepTo(port);
    await eventually(() => expect(sockets).toHaveLength(1));
    const [socket] = sockets;
    link.close();
    await eventually(() => expect(socket?.closed).toBe(true));
    expect(sockets).toHaveLength(1);
  });
});
