import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { type Authority, createAuthority } from '@ixn/control-plane';
import { KubeConfig } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTransport } from './transport.ts';
import type { Transport, TransportRequest } from './transport-types.ts';

const get: TransportRequest = { verb: 'get', resource: 'things', method: 'GET', path: '/things', repeat: 'never' };
const patience = { timeout: 10_000, interval: 50 };

let folder: string;
let authority: Authority;
let server: Server;
let transport: Transport;
/** The names in the client certificates of all requests. */
let clients: string[];
let streams: ServerResponse[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tls-'));
  authority = createAuthority('first');
  clients = [];
  streams = [];
  server = createServer({ ...serverOf(authority), requestCert: true, rejectUnauthorized: false });
  server.on('request', ({ socket, url }, response: ServerResponse) => {
    const { CN } = socket instanceof TLSSocket ? socket.getPeerCertificate().subject : {};
    clients.push(String(CN));
    if (url === '/stream') {
      response.writeHead(200).flushHeaders();
      streams.push(response);
    } else {
      response.end('{}');
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  await writeCertificates('one');
  const { port } = server.address() as AddressInfo;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'c', server: `https://127.0.0.1:${port}`, skipTLSVerify: false, caFile: join(folder, 'current', 'ca') },
    { name: 'u', certFile: join(folder, 'current', 'cert'), keyFile: join(folder, 'current', 'key') },
  );
  transport = createTransport({ kubeConfig, userAgent: 'test' });
});

afterEach(async () => {
  await transport.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

function serverOf(issuer: Authority): { readonly cert: string; readonly key: string } {
  const { certificate, key } = issuer.issue({ commonName: 'server', hosts: ['127.0.0.1'] });
  return { cert: certificate, key };
}

/** As a kubelet does it when the content of a volume changes: all files at once, by a link to a new folder. */
async function writeCertificates(user: string): Promise<void> {
  const { certificate, key } = authority.issue({ commonName: user });
  const next = join(folder, user);
  await mkdir(next);
  await writeFile(join(next, 'ca'), authority.certificate);
  await writeFile(join(next, 'cert'), certificate);
  await writeFile(join(next, 'key'), key);
  await symlink(next, `${next}.link`);
  await rename(`${next}.link`, join(folder, 'current'));
}

describe('a transport over TLS', () => {
  it('follows a client certificate that rotates, without a failed request and without breaking a watch', async () => {
    const stop = new AbortController();
    const chunks: string[] = [];
    const watch = transport.stream(
      { ...get, path: '/stream', signal: stop.signal, idleTimeoutMs: 60_000 },
      { opened: () => undefined, chunk: (bytes) => void chunks.push(Buffer.from(bytes).toString()) },
    );
    await vi.waitFor(() => expect(streams).toHaveLength(1), patience);
    expect(await transport.send(get)).toMatchObject({ ok: true });
    await writeCertificates('two');
    await vi.waitFor(async () => {
      expect(await transport.send(get)).toMatchObject({ ok: true });
      expect(clients.at(-1)).toBe('two');
    }, patience);
    expect(new Set(clients)).toEqual(new Set(['one', 'two']));
    streams[0]?.write('still here');
    await vi.waitFor(() => expect(chunks).toEqual(['still here']), patience);
    stop.abort();
    expect(await watch).toMatchObject({ code: 'Aborted' });
  });

  it('follows a CA that rotates; until it has, connections fail as values', async () => {
    expect(await transport.send(get)).toMatchObject({ ok: true });
    authority = createAuthority('second');
    server.setSecureContext(serverOf(authority));
    server.closeAllConnections();
    await vi.waitFor(async () => {
      const answer = await transport.send(get);
      expect(answer).toMatchObject({ failure: { code: 'ConnectionFailed', category: 'retry' } });
      expect(JSON.stringify(answer)).toMatch(/certificate/i);
    }, patience);
    await writeCertificates('three');
    await vi.waitFor(async () => expect(await transport.send(get)).toMatchObject({ ok: true }), patience);
    expect(clients.at(-1)).toBe('three');
  });

  it('has no more open files after 10,000 requests than after the first hundred', async () => {
    const send = async (count: number) => {
      let left = count;
      const worker = async () => {
        while (left > 0) {
          left -= 1;
          expect(await transport.send(get)).toMatchObject({ ok: true });
        }
      };
      await Promise.all(Array.from({ length: 40 }, worker));
    };
    await send(100);
    const before = readdirSync('/dev/fd').length;
    await send(10_000);
    expect(clients.length).toBeGreaterThanOrEqual(10_100);
    expect(readdirSync('/dev/fd').length).toBeLessThanOrEqual(before);
  }, 60_000);
});
