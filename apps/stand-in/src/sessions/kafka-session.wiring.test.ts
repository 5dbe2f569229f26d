import { issueTls, type Kafka, startKafka } from '@ixn/backing-services';
import { createAuthority } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaDependency } from '../dependency.ts';
import { exchangeOnce, openSession } from './session.testing.ts';

const authority = createAuthority('tests');
let kafka: Kafka;

beforeAll(async () => {
  kafka = await startKafka({ tls: issueTls(authority), users: [{ name: 'ixn', password: 'right' }] });
});
afterAll(() => kafka.stop());

function brokers(port: number | undefined, changes: Partial<KafkaDependency> = {}): KafkaDependency {
  return {
    kind: 'kafka',
    endpoints: [{ host: '127.0.0.1', port: port ?? 0 }],
    tls: undefined,
    sasl: undefined,
    ...changes,
  };
}

function login(password: string) {
  return { sasl: { mechanism: 'SCRAM-SHA-512', username: 'ixn', password } } as const;
}

describe('a session with Kafka', () => {
  it('sends messages that whoever reads the topic gets', async () => {
    const session = await openSession(brokers(kafka.port));
    expect([await session.exchange(), await session.exchange()]).toEqual([
      'sent message 0 of ixn-100-reporting',
      'sent message 1 of ixn-100-reporting',
    ]);
    const messages = await kafka.readTopic('ixn-100-reporting', 2);
    expect(messages.map((text) => JSON.parse(text))).toMatchObject([
      { role: 'ixnNode', pod: 'pod-0', count: 1 },
      { role: 'ixnNode', pod: 'pod-0', count: 2 },
    ]);
  });

  it('is logged in, or spoken over TLS to a server that is verified', async () => {
    const sent = expect.stringContaining('sent message');
    expect(await exchangeOnce(brokers(kafka.saslPort, login('right')))).toEqual(sent);
    const tls = { verified: 'authority and name', authority: authority.certificate } as const;
    expect(await exchangeOnce(brokers(kafka.tlsPort, { tls }))).toEqual(sent);
    const strange = { ...tls, authority: createAuthority('other').certificate };
    expect(await exchangeOnce(brokers(kafka.tlsPort, { tls: strange }))).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(await exchangeOnce(brokers(kafka.saslPort, login('wrong')))).toBe('PLT_KFK_AUTHENTICATION');
  });

  it('fails while there is no broker, and goes on when there is one again', async () => {
    await kafka.halt();
    expect(await exchangeOnce(brokers(kafka.port))).toBe('ECONNREFUSED');
    await kafka.resume();
    expect(await exchangeOnce(brokers(kafka.port))).toContain('sent message');
  });
});
