import type { EventNote } from '@ixn/controller-runtime';
import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { createEventRecorder } from './event-recorder.ts';
import { createFakeClient, failedWith } from './fake-kube.testing.ts';

const resource = interactionServer();
const event = { type: 'Warning', reason: 'PodNotReady', action: 'Assess', note: 'a pod is lost' } as const;

describe('an event', () => {
  it('says of which instance it speaks, and who saw it; when it cannot be written that is noted', async () => {
    const { client, asked } = createFakeClient({ create: [failedWith('Forbidden', 'terminal')] });
    const notes: EventNote[] = [];
    const observe = (note: EventNote) => void notes.push(note);
    createEventRecorder({ client, instance: 'operator-0', observe }).record(resource, event);
    const { name, namespace, uid } = resource.metadata;
    expect(asked[0]?.object).toMatchObject({
      reportingController: 'ixn.operators.dev/interaction-server-operator',
      reportingInstance: 'operator-0',
      ...event,
      regarding: { apiVersion: 'ixn.operators.dev/v1alpha1', kind: 'InteractionServer', name, namespace, uid },
    });
    await expect.poll(() => notes).toMatchObject([{ kind: 'failed', failure: { code: 'Forbidden' } }]);
  });
});
