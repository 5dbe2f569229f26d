import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeServer, kubeConfigFor, refuse, startFakeServer } from './fake-server.testing.ts';
import { createTransport, type TransportOptions } from './transport.ts';
import type { RequestNote, Transport, TransportRequest } from './transport-types.ts';

let server: FakeServer;
let transports: Transport[];

beforeEach(async () => {
  transports = [];
  server = await startFakeServer(({ response }) => response.end('{"good":true}'));
});

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(transports.map((transport) => transport.close()));
  await server.stop();
});

function transportWith(options: Partial<TransportOptions> = {}) {
  const notes: RequestNote[] = [];
  const observe = (note: RequestNote) => notes.push(note);
  const transport = createTransport({ kubeConfig: server.kubeConfig, userAgent: 'test/1', observe, ...options });
  transports.push(transport);
  return { transport, notes, codes: () => notes.map(({ code }) => code) };
}

const get: TransportRequest = { verb: 'get', resource: 'things', method: 'GET', path: '/things?x=1', repeat: 'always' };

/** Answers the first requests as told, each by its function, and the others well. */
function firstAnswers(...answers: ((request: FakeServer['requests'][number]) => void)[]): void {
  const left = [...answers];
  server.intercept((request) => {
    const answer = left.shift();
    answer?.(request);
    return answer !== undefined;
  });
}

const cutOff = (request: FakeServer['requests'][number]) => void request.response.destroy();

describe('a transport', () => {
  it('sends a request with its headers and body, and parses the answer', async () => {
    const { transport, notes } = transportWith();
    const body = { method: 'PATCH', body: '{"a":1}', contentType: 'application/json' } as const;
    expect(await transport.send({ ...get, ...body })).toEqual({ ok: true, value: { good: true } });
    expect(server.requests[0]).toMatchObject({ method: 'PATCH', body: '{"a":1}' });
    expect(server.requests[0]?.headers).toMatchObject({
      'user-agent': 'test/1',
      accept: 'application/json',
      'content-type': 'application/json',
    });
    expect(notes).toMatchObject([{ verb: 'get', resource: 'things', code: 200 }]);
  });

  it('keeps to a server address with a path', async () => {
    const address = `${server.kubeConfig.clusters[0]?.server}/k8s/clusters/c1/`;
    const { transport } = transportWith({ kubeConfig: kubeConfigFor(address) });
    await transport.send(get);
    expect(server.requests[0]?.url.pathname).toBe('/k8s/clusters/c1/things');
  });

  it('shares a few connections between many requests', async () => {
    const { transport } = transportWith({ maxConnections: 3 });
    const answers = await Promise.all(Array.from({ length: 200 }, () => transport.send(get)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(server.connections()).toBeLessThanOrEqual(3);
  });

  it('does not let streams hold up ordinary requests', async () => {
    server.intercept(({ url, response }) => {
      if (url.pathname === '/stream') {
        response.writeHead(200).flushHeaders();
      }
      return url.pathname === '/stream';
    });
    const { transport } = transportWith({ maxConnections: 1 });
    const stop = new AbortController();
    let opened = 0;
    const handler = { opened: () => void (opened += 1), chunk: () => undefined };
    const stream = { ...get, path: '/stream', signal: stop.signal, idleTimeoutMs: 60_000 };
    const streams = Array.from({ length: 5 }, () => transport.stream(stream, handler));
    await vi.waitFor(() => expect(opened).toBe(5));
    expect(await transport.send(get)).toMatchObject({ ok: true });
    stop.abort();
    const ends = await Promise.all(streams);
    expect(ends.map((end) => end?.code)).toEqual(Array(5).fill('Aborted'));
  });

  it.each([
    ['5xx', (request: FakeServer['requests'][number]) => refuse(request, 503), 503],
    ['a broken connection', cutOff, 'ConnectionFailed'],
    ['429', (request: FakeServer['requests'][number]) => refuse(request, 429), 429],
  ] as const)('repeats what may be repeated after %s', async (_name, fault, code) => {
    firstAnswers(fault, fault);
    const { transport, codes } = transportWith();
    expect(await transport.send(get)).toMatchObject({ ok: true });
    expect(codes()).toEqual([code, code, 200]);
  });

  it('gives up after four attempts', async () => {
    server.intercept((request) => {
      refuse(request, 500, { message: 'etcd is down' });
      return true;
    });
    const { transport, codes } = transportWith();
    const answer = await transport.send(get);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'ServerError', message: 'etcd is down' } });
    expect(codes()).toEqual([500, 500, 500, 500]);
  });

  it('repeats what must not be done twice only where the server refused it unprocessed', async () => {
    const { transport, codes } = transportWith();
    firstAnswers((request) => refuse(request, 429), cutOff);
    const answer = await transport.send({ ...get, method: 'POST', repeat: 'throttled' });
    expect(answer).toMatchObject({ ok: false, failure: { code: 'ConnectionFailed' } });
    expect(codes()).toEqual([429, 'ConnectionFailed']);
  });

  it('leaves a long wait that the server asks for to the caller', async () => {
    firstAnswers((request) => refuse(request, 429, {}, { 'retry-after': '60' }));
    const { transport, codes } = transportWith();
    const answer = await transport.send(get);
    expect(answer).toMatchObject({ failure: { code: 'Throttled', category: 'throttled', retryAfterMs: 60_000 } });
    expect(codes()).toEqual([429]);
  });

  it('ends a request that is not answered in time', async () => {
    server.intercept(() => true);
    const { transport, codes } = transportWith({ requestTimeoutMs: 30 });
    expect(await transport.send(get)).toMatchObject({ failure: { code: 'Timeout', category: 'retry' } });
    expect(codes()).toEqual(['Timeout']);
  });

  it('uses no connection again on which a request was not answered in time, so that half-open ones go', async () => {
    const { transport } = transportWith({ requestTimeoutMs: 200, maxConnections: 1 });
    await transport.send(get);
    firstAnswers(() => undefined);
    expect(await transport.send({ ...get, repeat: 'never' })).toMatchObject({ failure: { code: 'Timeout' } });
    expect(server.connections()).toBe(1);
    expect(await transport.send(get)).toMatchObject({ ok: true });
    expect(server.connections()).toBe(2);
  });

  it('ends a request whose answer stops half-way', async () => {
    server.intercept(({ response }) => response.write('{"go'));
    const { transport } = transportWith({ requestTimeoutMs: 50 });
    expect(await transport.send(get)).toMatchObject({ failure: { code: 'Timeout' } });
  });

  it('ends at once when the signal aborts: before, during, and between two attempts', async () => {
    const { transport } = transportWith();
    expect(await transport.send({ ...get, signal: AbortSignal.abort() })).toMatchObject({
      failure: { code: 'Aborted' },
    });
    expect(server.requests).toHaveLength(0);

    const during = new AbortController();
    firstAnswers(() => during.abort());
    expect(await transport.send({ ...get, signal: during.signal })).toMatchObject({ failure: { code: 'Aborted' } });

    const between = new AbortController();
    firstAnswers((request) => {
      refuse(request, 429, {}, { 'retry-after': '4' });
      setTimeout(() => between.abort(), 20);
    });
    expect(await transport.send({ ...get, signal: between.signal })).toMatchObject({ failure: { code: 'Aborted' } });
    expect(server.requests).toHaveLength(2);
  });

  it('takes an answer that is not JSON for what it is', async () => {
    firstAnswers(
      ({ response }) => response.end('<html>'),
      (request) => request.response.writeHead(404).end('<html>'),
    );
    const { transport } = transportWith();
    expect(await transport.send(get)).toMatchObject({ failure: { code: 'BadAnswer', category: 'retry' } });
    expect(await transport.send(get)).toMatchObject({ failure: { code: 'NotFound', message: 'HTTP status 404' } });
  });

  it('tells when there is nobody to connect to', async () => {
    const { transport } = transportWith();
    await server.stop();
    expect(await transport.send(get)).toMatchObject({ failure: { code: 'ConnectionFailed', category: 'retry' } });
  });

  it('works on when its hook throws', async () => {
    const { transport } = transportWith({
      observe() {
        throw new Error('hook');
      },
    });
    expect(await transport.send(get)).toMatchObject({ ok: true });
  });

  it('lets what a stream handler throws through to the caller', async () => {
    const { transport } = transportWith();
    const handler = {
      opened: () => undefined,
      chunk() {
        throw new Error('a bug');
      },
    };
    await expect(transport.stream({ ...get, idleTimeoutMs: 1000 }, handler)).rejects.toThrow('a bug');
  });
});

const authorizations = () => server.requests.map(({ headers }) => headers.authorization);

describe('the credentials of a transport', () => {
  it('are a token, a user and password, or an impersonated user, as the kubeconfig says', async () => {
    const address = server.kubeConfig.clusters[0]?.server ?? '';
    for (const user of [{ token: 't' }, { username: 'u', password: 'p' }, { impersonateUser: 'i' }]) {
      await transportWith({ kubeConfig: kubeConfigFor(address, user) }).transport.send(get);
    }
    expect(authorizations()).toEqual(['Bearer t', 'Basic dTpw', undefined]);
    expect(server.requests[2]?.headers['impersonate-user']).toBe('i');
  });

  it('follow a token file that rotates, at the latest when the old token is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'token-'));
    try {
      const tokenFile = join(folder, 'token');
      await writeFile(tokenFile, 'old\n');
      const user = { authProvider: { name: 'tokenFile', config: { tokenFile } } };
      const { transport, codes } = transportWith({
        kubeConfig: kubeConfigFor(server.kubeConfig.clusters[0]?.server ?? '', user),
      });
      await transport.send(get);
      await writeFile(tokenFile, 'new\n');
      server.intercept((request) => {
        const refused = request.headers.authorization !== 'Bearer new';
        if (refused) {
          refuse(request, 401);
        }
        return refused;
      });
      expect(await transport.send({ ...get, method: 'POST', repeat: 'never' })).toMatchObject({ ok: true });
      expect([authorizations(), codes()]).toEqual([
        ['Bearer old', 'Bearer old', 'Bearer new'],
        [200, 401, 200],
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are refused once more and then given up when the server does not take the new ones either', async () => {
    server.intercept((request) => {
      refuse(request, 401);
      return true;
    });
    const { transport, codes } = transportWith();
    expect(await transport.send(get)).toMatchObject({ failure: { code: 'Unauthorized', category: 'retry' } });
    expect(codes()).toEqual([401, 401]);
  });

  it('come from a plugin that is started once for many requests', async () => {
    const script = 'process.stdout.write(JSON.stringify({ status: { token: `p${process.pid}` } }))';
    const exec = { command: process.execPath, args: ['-e', script] };
    const { transport } = transportWith({
      kubeConfig: kubeConfigFor(server.kubeConfig.clusters[0]?.server ?? '', { exec }),
    });
    await Promise.all(Array.from({ length: 20 }, () => transport.send(get)));
    expect(new Set(authorizations()).size).toBe(1);
    expect(authorizations()[0]).toMatch(/^Bearer p\d+$/);
  });

  it('are a failure when there are none to be had', async () => {
    const address = server.kubeConfig.clusters[0]?.server ?? '';
    const missing = { authProvider: { name: 'tokenFile', config: { tokenFile: '/does/not/exist' } } };
    const { transport, codes } = transportWith({ kubeConfig: kubeConfigFor(address, missing) });
    expect(await transport.send(get)).toMatchObject({ failure: { code: 'CredentialsFailed', category: 'retry' } });
    expect([codes(), server.requests]).toEqual([['CredentialsFailed'], []]);
  });

  it('do not hold up a request for ever when a plugin hangs', async () => {
    const exec = { command: process.execPath, args: ['-e', 'setTimeout(() => undefined, 3000)'] };
    const { transport } = transportWith({
      kubeConfig: kubeConfigFor(server.kubeConfig.clusters[0]?.server ?? '', { exec }),
      requestTimeoutMs: 30,
    });
    expect(await transport.send(get)).toMatchObject({ failure: { code: 'Timeout' } });
  });
});
