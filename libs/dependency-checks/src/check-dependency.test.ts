import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { checkDependency } from './check-dependency.ts';
import type { DependencyCheck, ProtocolSettings } from './dependency-check.ts';
import { createDialPolicy } from './dial-policy.ts';
import type { Surroundings } from './dialer.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { secretOf } from './secret.ts';

// Servers that misbehave; the real ones are asked in test/wiring.

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.resume(); // who does not read does not hear of the end
    onSocket(socket);
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

const surroundings: Surroundings = {
  mayDial: () => 'allowed',
  addressesOf: (name) => Promise.resolve(name.endsWith('.local') ? ['127.0.0.1'] : []),
  timeouts: { resolve: 300, connect: 300, tls: 300, protocol: 300 },
  wholeTimeoutMs: 5_000,
  inTurn: createOneAtATime(),
  now: Date.now,
};

const credentials = { username: secretOf('canary-user'), password: secretOf('canary-password') };
const protocols: readonly ProtocolSettings[] = [
  { kind: 'http' },
  { kind: 'consul' },
  { kind: 'postgresql' },
  { kind: 'postgresql', login: { ...credentials, database: 'ixn' } },
  { kind: 'redis', cluster: true, login: { password: credentials.password } },
  { kind: 'kafka' },
  { kind: 'kafka', login: { ...credentials, mechanism: 'SCRAM-SHA-512' } },
];
const named = protocols.map((protocol) => {
  return [`${protocol.kind}${'login' in protocol ? ' with a login' : ''}`, protocol] as const;
});

function checkOf(port: number, protocol: ProtocolSettings, more: Partial<DependencyCheck> = {}): DependencyCheck {
  return { host: '127.0.0.1', port, searchDomains: [], tls: { mode: 'disable' }, protocol, ...more };
}

async function reasonOf(check: DependencyCheck, more: Partial<Surroundings> = {}): Promise<string> {
  const verdict = await checkDependency(check, { ...surroundings, ...more }, new AbortController().signal);
  expect(verdict.message).not.toContain('canary');
  return verdict.reason;
}

/** Reproducible bytes that mean nothing. */
function noise(seed: number, length: number): Buffer {
  let state = seed;
  return Buffer.from(Array.from({ length }, () => (state = (state * 48_271) % 2_147_483_647) & 0xff));
}

describe.each(named)('checkDependency, %s', (_, protocol) => {
  it('says TimedOut of a server that takes connections and never answers', async () => {
    expect(await reasonOf(checkOf(await listen(() => undefined), protocol))).toBe('TimedOut');
  });

  it('says ConnectionClosed of a server that ends every connection', async () => {
    const port = await listen((socket) => void socket.once('data', () => socket.end()));
    expect(await reasonOf(checkOf(port, protocol))).toBe('ConnectionClosed');
  });

  it.each([
    ['words of another protocol', Buffer.from('220 mail.example.com ESMTP ready\r\n'.repeat(20))],
    ['zeros', Buffer.alloc(2_000)],
    ['the highest bytes', Buffer.alloc(2_000, 0xff)],
  ])('says ProtocolError of a server that answers %s', async (__, bytes) => {
    const port = await listen((socket) => void socket.once('data', () => socket.write(bytes)));
    expect(['ProtocolError', 'TimedOut']).toContain(await reasonOf(checkOf(port, protocol)));
  });

  it('survives whatever is answered', async () => {
    let seed = 0;
    const port = await listen((socket) => {
      seed += 1;
      // What it expects to begin with, so that the noise is read further.
      const begin = [
        Buffer.from('R\0\0\0\x17\0\0\0\x0a'),
        Buffer.from('*3\r\n'),
        Buffer.from('\0\0\0\x20\0\0\0\x01'),
        Buffer.of(),
      ];
      const bytes = Buffer.concat([begin[seed % begin.length] ?? Buffer.of(), noise(seed, 3_000)]);
      socket.once('data', () => socket.end(bytes));
    });
    for (let round = 0; round < 24; round += 1) {
      expect(await reasonOf(checkOf(port, protocol))).not.toMatch(/^(Answers|CheckFailed)$/);
    }
  });

  it('says ConnectionRefused where nothing listens', async () => {
    const port = await listen(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await reasonOf(checkOf(port, protocol))).toBe('ConnectionRefused');
  });

  it('ends at once, and all its connections with it, when it is aborted', async () => {
    const port = await listen(() => undefined);
    const controller = new AbortController();
    const timeouts = { resolve: 60_000, connect: 60_000, tls: 60_000, protocol: 60_000 };
    const checking = checkDependency(checkOf(port, protocol), { ...surroundings, timeouts }, controller.signal);
    await expect.poll(() => sockets.size).toBe(1);
    controller.abort(new Error('enough'));
    await expect(checking).rejects.toThrow('enough');
    await expect.poll(() => sockets.size).toBe(0);
  });

  it('says that TLS is not there where the spec asks for it and the server never answers', async () => {
    const silent = await listen(() => undefined);
    expect(await reasonOf(checkOf(silent, protocol, { tls: { mode: 'require' } }))).toBe('TimedOut');
  });
});

describe('checkDependency', () => {
  const tcp: ProtocolSettings = { kind: 'tcp' };

  it('asks no more of a proprietary server than to take connections', async () => {
    expect(await reasonOf(checkOf(await listen(() => undefined), tcp))).toBe('Answers');
  });

  it('finds a short name in the search domains of the instance', async () => {
    const port = await listen(() => undefined);
    const check = checkOf(port, tcp, { host: 'db', searchDomains: ['elsewhere', 'ns.svc.local'] });
    expect(await reasonOf(check)).toBe('Answers');
    expect(await reasonOf({ ...check, searchDomains: [] })).toBe('NameNotFound');
  });

  it('tells name servers that fail from names that are not there', async () => {
    const broken = { addressesOf: () => Promise.reject(Object.assign(new Error('no'), { code: 'ESERVFAIL' })) };
    expect(await reasonOf(checkOf(1, tcp, { host: 'db' }), broken)).toBe('NameServerFailing');
    const silent = { addressesOf: () => new Promise<never>(() => undefined) };
    expect(await reasonOf(checkOf(1, tcp, { host: 'db' }), silent)).toBe('TimedOut');
  });

  it('never dials an address that it may not, by whatever name it is reached', async () => {
    let met = 0;
    const port = await listen(() => void (met += 1));
    const guarded = { mayDial: createDialPolicy() };
    for (const host of ['127.0.0.1', '::1', 'rebound.local', '::ffff:127.0.0.1', '169.254.1.1', '0.0.0.0']) {
      expect(await reasonOf(checkOf(port, tcp, { host }), guarded)).toBe('ThroughSidecar');
    }
    expect(await reasonOf(checkOf(port, tcp, { host: '224.0.0.1' }), guarded)).toBe('NotAllowed');
    expect(met).toBe(0);
  });

  it('tries the other addresses of a name when the first does not answer', async () => {
    const port = await listen(() => undefined);
    const several = { addressesOf: () => Promise.resolve(['127.0.0.9', '127.0.0.1']) };
    expect(await reasonOf(checkOf(port, tcp, { host: 'db' }), several)).toBe('Answers');
  });

  it('says ServerError of a web server that fails', async () => {
    const port = await listen((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 503 Unavailable\r\ncontent-length: 0\r\n\r\n'));
    });
    expect(await reasonOf(checkOf(port, { kind: 'http' }))).toBe('ServerError');
    expect(await reasonOf(checkOf(port, { kind: 'consul' }))).toBe('ServerError');
  });

  it('says TlsNotOffered of a Redis that waits for the end of a TLS greeting as if it were a line', async () => {
    const port = await listen((socket) => {
      socket.on(
        'data',
        (bytes) => void (bytes.includes('PING') && socket.write('-NOAUTH Authentication required.\r\n')),
      );
    });
    const tls = { mode: 'verify-full' } as const;
    expect(await reasonOf(checkOf(port, { kind: 'redis', cluster: false }, { tls }))).toBe('TlsNotOffered');
    const silent = await listen(() => undefined);
    expect(await reasonOf(checkOf(silent, { kind: 'redis', cluster: false }, { tls }))).toBe('TimedOut');
  });

  it('says TimedOut of a whole that takes too long, though each of its steps may take longer', async () => {
    const timeouts = { resolve: 60_000, connect: 60_000, tls: 60_000, protocol: 60_000 };
    const silent = await listen(() => undefined);
    const impatient = { timeouts, wholeTimeoutMs: 200 };
    expect(await reasonOf(checkOf(silent, { kind: 'http' }), impatient)).toBe('TimedOut');
    const tls = { mode: 'require' } as const;
    expect(await reasonOf(checkOf(silent, { kind: 'redis', cluster: false }, { tls }), impatient)).toBe('TimedOut');
    await expect.poll(() => sockets.size).toBe(0);
  });

  it('says TimedOut, not NodeUnreachable, when the nodes that a server leads to take too long together', async () => {
    const silent = await listen(() => undefined);
    const slots = `*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$9\r\n127.0.0.1\r\n:${silent}\r\n`;
    const port = await listen((socket) => {
      socket.on('data', (bytes) => void socket.write(bytes.includes('PING') ? '+PONG\r\n' : slots));
    });
    const check = checkOf(port, { kind: 'redis', cluster: true });
    expect(await reasonOf(check)).toBe('NodeUnreachable');
    const timeouts = { ...surroundings.timeouts, protocol: 60_000 };
    expect(await reasonOf(check, { timeouts, wholeTimeoutMs: 200 })).toBe('TimedOut');
  });

  it('does not take another web server for Consul', async () => {
    const port = await listen((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello'));
    });
    expect(await reasonOf(checkOf(port, { kind: 'http' }))).toBe('Answers');
    expect(await reasonOf(checkOf(port, { kind: 'consul' }))).toBe('ProtocolError');
  });

  it('says NoLeader of an agent without one', async () => {
    const port = await listen((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n""'));
    });
    expect(await reasonOf(checkOf(port, { kind: 'consul' }))).toBe('NoLeader');
  });

  it('does not let an authority that is none pass', async () => {
    const port = await listen(() => undefined);
    const tls = { mode: 'verify-full', authority: 'no certificate' } as const;
    expect(await reasonOf(checkOf(port, tcp, { tls }))).toBe('AuthorityUnreadable');
  });

  it('shows no password when a check is printed', () => {
    const check = checkOf(1, { kind: 'kafka', login: { ...credentials, mechanism: 'PLAIN' } });
    expect(`${inspect(check, { depth: 9 })}${JSON.stringify(check)}${inspect(credentials.password)}`).not.toContain(
      'canary',
    );
  });
});
