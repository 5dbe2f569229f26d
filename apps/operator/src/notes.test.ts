import type { ControllerNote, ElectionNote } from '@ixn/controller-runtime';
import type { StoreNote } from '@ixn/kube-client';
import { createLogger } from '@ixn/telemetry';
import { describe, expect, it } from 'vitest';
import { noteController, noteElection, noteStore } from './notes.ts';

/** The one line that a note gives, as its level, its message and its fields. */
function lineOf(note: (log: ReturnType<typeof createLogger>) => void): Readonly<Record<string, unknown>> {
  const lines: string[] = [];
  note(createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

const failure = { code: 'ServerError', category: 'retry', message: 'no', causes: [] } as const;
const error = new TypeError('boom');
const worked = { controller: 'c', key: 'voice/a', reconcileId: 'r', attempt: 2, durationMs: 20 };
const ref = { namespace: 'voice', name: 'a' };

describe('a note of a watch', () => {
  it.each<[string, StoreNote]>([
    ['debug', { resource: 'pods', kind: 'listed', items: 3, durationMs: 5 }],
    ['debug', { resource: 'pods', kind: 'watchEnded', cause: 'closed', next: 'watch', nextTryInMs: 0 }],
    ['warn', { resource: 'pods', kind: 'watchEnded', cause: 'expired', next: 'list', nextTryInMs: 0 }],
    ['warn', { resource: 'pods', kind: 'listFailed', failure, nextTryInMs: 100 }],
    ['error', { resource: 'pods', kind: 'handlerThrew', ref, error }],
    ['error', { resource: 'pods', kind: 'projectionThrew', ref, error }],
    ['error', { resource: 'pods', kind: 'faulted', error, nextTryInMs: 100 }],
  ])('is logged as %s with its resource: %j', (level, note) => {
    expect(lineOf((log) => noteStore(log, note))).toMatchObject({ level, resource: 'pods', kind: note.kind });
  });

  it('keeps the stack of a bug', () => {
    const line = lineOf((log) => noteStore(log, { resource: 'pods', kind: 'faulted', error, nextTryInMs: 100 }));
    expect(line['err']).toMatchObject({ type: 'TypeError', message: 'boom' });
    expect(line).not.toHaveProperty('error');
  });
});

describe('a note of the controller', () => {
  it.each<[string, ControllerNote]>([
    ['debug', { ...worked, kind: 'reconciled', outcome: { kind: 'done' } }],
    ['debug', { ...worked, kind: 'reconciled', outcome: { kind: 'requeueAfter', delayMs: 5 }, nextTryInMs: 5 }],
    [
      'warn',
      { ...worked, kind: 'reconciled', outcome: { kind: 'retry', failure: { code: 'WriteFailed', message: 'no' } } },
    ],
    ['error', { ...worked, kind: 'threw', error, nextTryInMs: 5 }],
    ['warn', { controller: 'c', kind: 'abandoned', keys: ['voice/a'] }],
  ])('is logged as %s: %j', (level, note) => {
    expect(lineOf((log) => noteController(log, note))).toMatchObject({ level, controller: 'c', kind: note.kind });
  });
});

describe('a note of the election', () => {
  it.each<[string, ElectionNote]>([
    ['info', { kind: 'standingBy', holder: 'other' }],
    ['info', { kind: 'leading', transitions: 1 }],
    ['warn', { kind: 'lost' }],
    ['info', { kind: 'released' }],
    ['warn', { kind: 'released', failure }],
    ['warn', { kind: 'requestFailed', failure }],
  ])('is logged as %s: %j', (level, note) => {
    expect(lineOf((log) => noteElection(log, note))).toMatchObject({ level, ...note });
  });
});
