import { randomUUID } from 'node:crypto';
import { Admin, Consumer, stringDeserializers } from '@platformatic/kafka';

export interface KafkaAddress {
  readonly host: string;
  readonly port: number;
}

const timeoutMs = 10_000;
const connection = { connectTimeout: 2_000, requestTimeout: 2_000, retries: false } as const;

/** Whether the broker answers, and names itself as the one that clients are to go to. */
export async function isBrokerReady({ host, port }: KafkaAddress): Promise<boolean> {
  const admin = new Admin({ clientId: 'readiness', bootstrapBrokers: [{ host, port }], ...connection });
  try {
    const { brokers } = await admin.metadata({ topics: [] });
    return brokers.size === 1;
  } finally {
    await admin.close();
  }
}

/** The values of a topic's first messages, oldest first: as many as asked for, or what there is after ten seconds. */
export async function readTopic(
  { host, port }: KafkaAddress,
  topic: string,
  count: number,
): Promise<readonly string[]> {
  const consumer = new Consumer({
    clientId: 'reader',
    groupId: `reader-${randomUUID()}`,
    bootstrapBrokers: [{ host, port }],
    deserializers: stringDeserializers,
    autocreateTopics: true, // one that nobody has written to yet is empty
    ...connection,
    retries: 5,
  });
  const values: string[] = [];
  try {
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false, maxWaitTime: 200 });
    const timer = setTimeout(() => void stream.close(), timeoutMs);
    for await (const { value } of stream) {
      values.push(value);
      if (values.length >= count) break;
    }
    clearTimeout(timer);
  } finally {
    await consumer.close(true);
  }
  return values;
}
