import { isIP } from 'node:net';
import type { KafkaDependency } from '../dependency.ts';
import { neverLost, onAbort, type Session, sessionTimeoutMs, type Who } from './session.ts';
import { tlsOptions } from './tls-options.ts';

/** Sends messages for reporting: those of IXN, or the events of virtual queues. */
export async function openKafka(
  { endpoints, tls, sasl }: KafkaDependency,
  { role, tenantId, tenantSid, pod }: Who,
  signal: AbortSignal,
): Promise<Session> {
  const { Producer, stringSerializers } = await import('@platformatic/kafka');
  const producer = new Producer({
    clientId: pod,
    bootstrapBrokers: [...endpoints],
    serializers: stringSerializers,
    autocreateTopics: true,
    // A topic that comes to be by the first message has no leader for a moment.
    retries: 2,
    retryDelay: 200,
    connectTimeout: sessionTimeoutMs,
    requestTimeout: sessionTimeoutMs,
    // An address is no name that could be asked for.
    ...(tls !== undefined && { tls: tlsOptions(tls), tlsServerName: endpoints.every(({ host }) => isIP(host) === 0) }),
    ...(sasl !== undefined && { sasl }),
  });
  onAbort(signal, () => void producer.close(true).catch(() => undefined));
  const topic = `ixn-${tenantSid}-${role === 'ixnVQNode' ? 'vq-events' : 'reporting'}`;
  let count = 0;
  const exchange = async () => {
    count += 1;
    const value = JSON.stringify({ role, pod, count });
    const { offsets = [] } = await producer.send({ messages: [{ topic, key: tenantId, value }] });
    return `sent message ${offsets[0]?.offset} of ${topic}`;
  };
  return { exchange, lost: neverLost() };
}
