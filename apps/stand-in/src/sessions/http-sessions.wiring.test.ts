import { type Consul, issueTls, startConsul } from '@ixn/backing-services';
import { createAuthority } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpDependency } from '../dependency.ts';
import { exchangeOnce } from './session.testing.ts';

let consul: Consul;

beforeAll(async () => {
  consul = await startConsul({ tls: issueTls(createAuthority('tests')) });
});
afterAll(() => consul.stop());

function agent(): HttpDependency {
  const { host, port } = consul;
  return { kind: 'consul', endpoints: [{ host, port }], tls: { verified: 'nothing' } };
}

describe('a session with Consul', () => {
  it('finds a service where it was registered', async () => {
    expect(await exchangeOnce(agent())).toBe('found voice-rq at no place');
    const service = { Name: 'voice-rq', Address: '10.0.0.9', Port: 4711 };
    await consul.request('PUT', '/v1/agent/service/register', service);
    expect(await exchangeOnce(agent())).toBe('found voice-rq at 10.0.0.9:4711');
  });

  it('fails while the agent is away', async () => {
    await consul.halt();
    expect(await exchangeOnce(agent())).toBe('ECONNREFUSED');
    await consul.resume();
    expect(await exchangeOnce(agent())).toContain('found');
  });
});
