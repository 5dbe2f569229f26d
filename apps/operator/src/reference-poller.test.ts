import { describe, expect, it } from 'vitest';
import { answered, createFakeClient, failedWith } from './fake-kube.testing.ts';
import { createReferencePoller } from './reference-poller.ts';
import { createReferenceUsers } from './reference-users.ts';

function secret(resourceVersion: string) {
  return answered({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'db', namespace: 'voice', uid: 'u', resourceVersion },
  });
}

/** A poller that gets these answers, one a round, for one Secret that an instance uses; resolves after the last one. */
async function polled(answers: Parameters<typeof createFakeClient>[0]['get'] = []) {
  const { client, asked } = createFakeClient({ get: answers });
  const users = createReferenceUsers();
  users.note('voice/tenant-100', ['Secret/voice/db']);
  const enqueued: string[] = [];
  const stop = new AbortController();
  const enqueue = (instance: string) => void enqueued.push(instance);
  const counting: typeof client = {
    ...client,
    get: async (...args) => {
      if (asked.length === answers.length - 1) stop.abort();
      return client.get(...args);
    },
  };
  const poller = createReferencePoller({ client: counting, users, intervalMs: 1, enqueue });
  poller.noteRead('Secret/voice/db', 'u@1');
  await poller.run(stop.signal);
  return { enqueued, current: poller.current('Secret/voice/db') };
}

describe('the poller of Secrets and ConfigMaps', () => {
  it('brings an instance up when what it uses has another version, and only then', async () => {
    expect(await polled([secret('1'), secret('2'), secret('2')])).toEqual({
      enqueued: ['voice/tenant-100'],
      current: 'u@2',
    });
  });

  it('sees an object go and come back', async () => {
    const { enqueued, current } = await polled([failedWith('NotFound', 'terminal'), secret('1')]);
    expect(enqueued).toHaveLength(2);
    expect(current).toBe('u@1');
  });

  it('keeps what it knows while it cannot ask', async () => {
    expect(await polled([failedWith('ServerError', 'retry')])).toEqual({ enqueued: [], current: 'u@1' });
  });

  it('asks for nothing that nobody uses any more', async () => {
    const { client, asked } = createFakeClient({});
    const stop = new AbortController();
    const users = createReferenceUsers();
    const once = { ...users, objects: () => (stop.abort(), users.objects()) };
    const poller = createReferencePoller({ client, users: once, intervalMs: 1, enqueue: () => undefined });
    poller.noteRead('Secret/voice/db', 'u@1');
    await poller.run(stop.signal);
    expect(asked).toEqual([]);
    expect(poller.current('Secret/voice/db')).toBe('unknown');
  });
});
