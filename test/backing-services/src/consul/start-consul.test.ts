import { createAuthority } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopAndLook, handshakeError } from '../services.testing.ts';
import { issueTls } from '../tls.ts';
import { type Consul, startConsul } from './start-consul.ts';

describe('startConsul', () => {
  const authority = createAuthority('consul-authority');
  let plain: Consul;
  let secure: Consul;
  beforeAll(async () => {
    [plain, secure] = await Promise.all([startConsul(), startConsul({ tls: issueTls(authority) })]);
  });
  afterAll(() => Promise.all([plain.stop(), secure.stop()]));

  it('has a leader, and finds a service that was registered', async () => {
    const answer = await fetch(`http://${plain.host}:${plain.port}/v1/status/leader`);
    expect(await answer.json()).toMatch(/^127\.0\.0\.1:\d+$/);
    const registered = await plain.request('PUT', '/v1/agent/service/register', { Name: 'ixn', Port: 4711 });
    expect(registered.status).toBe(200);
    const { body } = await plain.request('GET', '/v1/catalog/service/ixn');
    expect(body).toMatchObject([{ ServiceName: 'ixn', ServicePort: 4711 }]);
  });

  it('answers nobody while it is halted, and has a leader again when it resumes', async () => {
    await plain.halt();
    await expect(plain.request('GET', '/v1/status/leader')).rejects.toThrow('ECONNREFUSED');
    await plain.resume();
    expect((await plain.request('GET', '/v1/status/leader')).status).toBe(200);
  });

  it('takes connections and keeps silent while it is frozen', async () => {
    plain.freeze();
    await expect(fetch(`http://${plain.host}:${plain.port}/`, { signal: AbortSignal.timeout(300) })).rejects.toThrow(
      'timeout',
    );
    plain.thaw();
    expect((await plain.request('GET', '/v1/status/leader')).status).toBe(200);
  });

  it('shows the certificate that it is given', async () => {
    const handshake = () => handshakeError({ port: secure.port, ca: authority.certificate, servername: 'localhost' });
    expect(await handshake()).toBeUndefined();
    await secure.useCertificate(issueTls(authority, { hosts: ['elsewhere.example'] }));
    expect(await handshake()).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    await expect(plain.useCertificate(issueTls(authority))).rejects.toThrow('started without TLS');
  });

  it('leaves no process, file or record when it stops', async () => {
    expect(await stopAndLook(plain)).toEqual({ before: 3, after: [] });
    expect(await stopAndLook(secure)).toEqual({ before: 3, after: [] });
  });
});
