import type { Failure } from '@ixn/kube-client';
import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { createEventRecorder } from './event-recorder.ts';
import { answered, type Asked, createFakeClient, failedWith } from './fake-kube.testing.ts';

const resource = interactionServer();
const event = { type: 'Warning', reason: 'PodNotReady', action: 'Assess', note: 'a pod is lost' } as const;
const accepted = answered({ apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { name: 'e' } });

function recorderWith(...answers: readonly (typeof accepted)[]) {
  const { client, asked } = createFakeClient({ create: answers });
  const failures: Failure[] = [];
  const now = () => Date.parse('2026-03-01T12:00:00.123Z');
  const onFailure = (failure: Failure) => void failures.push(failure);
  const recorder = createEventRecorder({ client, instance: 'operator-0', now, onFailure });
  return { recorder, asked, failures };
}

function noteOf(asked: Asked | undefined): string {
  return String(Reflect.get(Object(asked?.object), 'note'));
}

describe('an event', () => {
  it('says of which resource it speaks, who saw what and when, as the Events API wants it', () => {
    const { recorder, asked } = recorderWith(accepted);
    recorder.record(resource, event);
    const { name, namespace, uid } = resource.metadata;
    const eventName: unknown = expect.stringMatching(/^tenant-100\.[0-9a-f]{16}$/);
    expect(asked[0]?.object).toEqual({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: eventName, namespace },
      eventTime: '2026-03-01T12:00:00.123000Z',
      reportingController: 'ixn.operators.dev/interaction-server-operator',
      reportingInstance: 'operator-0',
      action: 'Assess',
      reason: 'PodNotReady',
      type: 'Warning',
      note: 'a pod is lost',
      regarding: { apiVersion: 'ixn.operators.dev/v1alpha1', kind: 'InteractionServer', name, namespace, uid },
    });
  });

  it('has a name of its own, even within one millisecond', () => {
    const { recorder, asked } = recorderWith(accepted, accepted);
    recorder.record(resource, event);
    recorder.record(resource, event);
    const names = asked.map(({ object }) => JSON.stringify(Reflect.get(Object(object), 'metadata')));
    expect(new Set(names).size).toBe(2);
  });

  it.each([
    ['letters', 'x'],
    ['letters of two bytes', 'ü'],
    ['letters of three bytes', '→'],
    ['letters of four bytes', '𝄞'],
  ])('has at most the 1024 bytes that the Events API takes, for %s', (_, letter) => {
    const { recorder, asked } = recorderWith(accepted, accepted);
    recorder.record(resource, { ...event, note: letter.repeat(2000) });
    const note = noteOf(asked[0]);
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(note)).toBeGreaterThan(1016);
    expect(note).toMatch(new RegExp(`^${letter}+…$`, 'u'));
  });

  it('keeps a note whole that just fits', () => {
    const { recorder, asked } = recorderWith(accepted);
    recorder.record(resource, { ...event, note: 'x'.repeat(1024) });
    expect(noteOf(asked[0])).toBe('x'.repeat(1024));
  });

  it('that cannot be written is reported, and nothing else happens', async () => {
    const { recorder, failures } = recorderWith(failedWith('Forbidden', 'terminal'));
    recorder.record(resource, event);
    await expect.poll(() => failures.map(({ code }) => code)).toEqual(['Forbidden']);
  });
});
