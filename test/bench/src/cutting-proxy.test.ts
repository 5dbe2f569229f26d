import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { createCuttingProxy } from './cutting-proxy.ts';

it('passes bytes both ways until its connections are cut, and takes new ones after that', async () => {
  const echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const { port } = echo.address() as { readonly port: number };
  const proxy = await createCuttingProxy({ host: '127.0.0.1', port });

  for (const word of ['first', 'second']) {
    const client = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    client.write(word);
    const [answer] = await once(client, 'data');
    expect(String(answer)).toBe(word);
    const closed = new Promise((resolve) => client.once('close', resolve));
    expect(proxy.cut()).toBe(1);
    await closed;
  }
  await proxy.close();
  echo.close();
});
