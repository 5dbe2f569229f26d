import { describe, expect, it, onTestFinished } from 'vitest';
import { dial } from './dial.ts';
import { listen, type ListenOptions } from './listen.ts';
import { startServer } from './loopback.testing.ts';

async function start(options: Partial<ListenOptions> = {}) {
  const events: unknown[] = [];
  const all = { name: 'kafka', ports: [0, 0], controlPort: 0, ...options };
  const listener = await listen(all, (event) => events.push(event));
  onTestFinished(() => listener.close());
  const [first = 0, second = 0] = listener.ports;
  return { listener, events, first, second };
}

function ask(port: number) {
  return dial({ endpoint: { host: '127.0.0.1', port }, ask: { kind: 'first-line' }, timeoutMs: 5_000 });
}

describe('a neighbour that listens', () => {
  it('says its name on every port', async () => {
    const { first, second } = await start();
    expect(await ask(first)).toMatchObject({ ok: true, reached: 'kafka' });
    expect(await ask(second)).toMatchObject({ ok: true, reached: 'kafka' });
  });

  it('answers HTTP on the same ports, on any path', async () => {
    const { first } = await start();
    const response = await fetch(`http://127.0.0.1:${first}/any/path`);
    expect([response.status, await response.json()]).toEqual([200, { name: 'kafka' }]);
  });

  it('remembers and logs who came, and to which port', async () => {
    const { listener, events, first, second } = await start();
    await ask(second);
    await fetch(`http://127.0.0.1:${first}/`);
    const seen = [
      { port: second, from: '127.0.0.1' },
      { port: first, from: '127.0.0.1' },
    ];
    const response = await fetch(`http://127.0.0.1:${listener.controlPort}/seen`);
    expect(await response.json()).toEqual(seen);
    for (const connection of seen) expect(events).toContainEqual({ event: 'accepted', name: 'kafka', ...connection });
  });

  it('gives back the ports that it has when another cannot be had', async () => {
    const taken = await startServer();
    const { listener, first } = await start();
    await listener.close();
    await expect(start({ ports: [first, taken.port] })).rejects.toThrow('EADDRINUSE');
    await expect(start({ ports: [first] })).resolves.toBeDefined();
  });
});
