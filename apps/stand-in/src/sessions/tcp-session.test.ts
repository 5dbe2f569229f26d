import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startServer } from '../loopback.testing.ts';
import { openSession } from './session.testing.ts';

function open(port: number) {
  return openSession({ kind: 'tcp', endpoints: [{ host: '127.0.0.1', port }] });
}

describe('a session with somebody who speaks a protocol of the vendor', () => {
  it('says who opens it, and hears who is there', async () => {
    const said = Promise.withResolvers<string>();
    const { port } = await startServer((socket) => {
      socket.write('ixnServer tenant pod-1\nmore\n');
      void once(socket, 'data').then(([chunk]) => said.resolve(String(chunk)));
    });
    const session = await open(port);
    expect(await session.exchange()).toBe('heard "ixnServer tenant pod-1"');
    expect(await said.promise).toBe('ixnNode tenant pod-0\n');
  });

  it('stands where nothing is said', async () => {
    const { port } = await startServer();
    expect(await (await open(port)).exchange()).toBe('heard ""');
  });

  it('is lost when the other side hangs up', async () => {
    const accepted = Promise.withResolvers<Socket>();
    const { port } = await startServer((socket) => accepted.resolve(socket.resume()));
    const session = await open(port);
    (await accepted.promise).end();
    await expect(session.lost).rejects.toMatchObject({ code: 'CLOSED' });
  });
});
