import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MapServer, startMapServer } from './map-server.ts';

const files = { '': { type: 'text/html', text: '<p>page</p>' }, 'map.js': { type: 'text/javascript', text: 'go()' } };

describe('the server of the page', () => {
  let server: MapServer;
  beforeEach(async () => {
    server = await startMapServer({ port: 0, files, latest: () => '{"first":true}' });
  });
  afterEach(() => server.close());

  it('gives the files at an address that cannot be guessed, and nothing beside it', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+\/[0-9a-f]{32}\/$/);
    expect(await (await fetch(server.url)).text()).toBe('<p>page</p>');
    const script = await fetch(new URL('map.js', server.url));
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    for (const path of ['nothing', 'toString', '__proto__', '../', '/']) {
      expect((await fetch(new URL(path, server.url))).status).toBe(404);
    }
  });

  it('allows no other site anything, whatever it answers', async () => {
    for (const url of [server.url, new URL('/', server.url)]) {
      const { headers } = await fetch(url);
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it('answers under its own name alone', async () => {
    const { port } = new URL(server.url);
    expect(await statusWithHost(server.url, `rebound.example:${port}`)).toBe(421);
    expect(await statusWithHost(server.url, `127.0.0.1:${port}`)).toBe(200);
  });

  it('listens on the loopback interface alone', async () => {
    const port = Number(new URL(server.url).port);
    const outer = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address?.internal === false && address.family === 'IPv4');
    for (const { address } of outer.flatMap((one) => one ?? [])) expect(await takes(address, port)).toBe(false);
    expect(await takes('127.0.0.1', port)).toBe(true);
  });

  it('leads there once by an address for command lines', async () => {
    const once = server.urlForOnce();
    expect(once).not.toBe(server.url);
    expect((await fetch(once)).url).toBe(server.url);
    expect((await fetch(once)).status).toBe(404);
    expect((await fetch(new URL('map.js', server.urlForOnce()))).status).toBe(404);
  });

  it('leads nobody there by such an address when a minute has passed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const once = server.urlForOnce();
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect((await fetch(once)).status).toBe(404);
  });

  it('tells a page what it knows at once, then what is new, and when it ends', async () => {
    const { body, headers } = await fetch(new URL('events', server.url));
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const told = new Response(body).text();
    server.tell('{"second":true}');
    await server.close();
    expect(await told).toBe('retry: 1000\n\ndata: {"first":true}\n\ndata: {"second":true}\n\nevent: end\ndata: {}\n\n');
  });

  it('says which port it cannot have', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startMapServer({ port, files, latest: () => undefined })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

function takes(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
