import { type BaseOptions, Producer, stringSerializers } from '@platformatic/kafka';
import { createAuthority } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopAndLook, handshakeError } from '../services.testing.ts';
import { issueTls } from '../tls.ts';
import { type Kafka, startKafka } from './start-kafka.ts';

describe('startKafka', () => {
  const authority = createAuthority('kafka-authority');
  let kafka: Kafka;
  beforeAll(async () => {
    kafka = await startKafka({ tls: issueTls(authority), users: [{ name: 'ada', password: 'enchantress' }] });
  });
  afterAll(() => kafka.stop());

  async function send(word: string, port: number | undefined, options: Partial<BaseOptions> = {}): Promise<void> {
    const producer = new Producer({
      clientId: 'test',
      bootstrapBrokers: [{ host: 'localhost', port: port ?? 0 }],
      serializers: stringSerializers,
      autocreateTopics: true,
      retryDelay: 100,
      ...options,
    });
    try {
      await producer.send({ messages: [{ topic: 'events', key: word, value: word }] });
    } finally {
      await producer.close();
    }
  }

  const login = (password: string) => ({ mechanism: 'SCRAM-SHA-512', username: 'ada', password }) as const;

  it('takes messages on every listener, and has them again after a restart', async () => {
    await send('plain', kafka.port);
    await send('encrypted', kafka.tlsPort, { tls: { ca: authority.certificate } });
    await send('logged in', kafka.saslPort, { sasl: login('enchantress') });
    expect(await kafka.readTopic('events', 3)).toEqual(['plain', 'encrypted', 'logged in']);
    await kafka.restart();
    expect(await kafka.readTopic('events', 3)).toEqual(['plain', 'encrypted', 'logged in']);
  });

  it('refuses a wrong password', async () => {
    const refused = send('never', kafka.saslPort, { sasl: login('wrong'), retries: false });
    const error = await refused.catch((reason: unknown) => reason);
    expect(codesOf(error)).toContain('PLT_KFK_AUTHENTICATION');
  });

  it('shows the certificate that it is given', async () => {
    const handshake = () => handshakeError({ port: kafka.tlsPort, ca: authority.certificate, servername: 'localhost' });
    expect(await handshake()).toBeUndefined();
    await kafka.useCertificate(issueTls(authority, { validity: 'expired' }));
    expect(await handshake()).toBe('CERT_HAS_EXPIRED');
  });

  it('leaves no process, file or record when it stops', async () => {
    expect(await stopAndLook(kafka)).toEqual({ before: 3, after: [] });
  });
});

/** The codes of an error, its causes and its parts. */
function codesOf(error: unknown): readonly unknown[] {
  if (!(error instanceof Error)) return [];
  const parts = error instanceof AggregateError ? error.errors : [];
  return ['code' in error ? error.code : undefined, ...codesOf(error.cause), ...parts.flatMap(codesOf)];
}
