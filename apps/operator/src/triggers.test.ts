import type { StoreChange } from '@ixn/kube-client';
import type { CustomResource } from '@ixn/reconcile';
import { describe, expect, it } from 'vitest';
import { createReferenceUsers } from './reference-users.ts';
import type { Stores } from './stores.ts';
import { enqueueOnChange } from './triggers.ts';

type InstanceChange = StoreChange<CustomResource>;

/** What a change of an instance puts into the queue. */
function enqueuedBy(change: InstanceChange): readonly string[] {
  const enqueued: string[] = [];
  const handlers: ((change: InstanceChange) => void)[] = [];
  const silent = { subscribe: () => undefined };
  const instances = { subscribe: (handler: (change: InstanceChange) => void) => handlers.push(handler) };
  const stores = { instances, pods: silent, references: undefined, failedCreates: silent, children: {} };
  enqueueOnChange(stores as unknown as Stores, createReferenceUsers(), (key) => enqueued.push(key));
  for (const handler of handlers) handler(change);
  return enqueued;
}

const metadata = {
  namespace: 'voice',
  name: 'tenant-100',
  uid: 'u',
  generation: 1,
  creationTimestamp: '2026-03-01T12:00:00Z',
};

function changed(before: CustomResource['status'], after: CustomResource['status']): InstanceChange {
  const withStatus = (status: CustomResource['status']) => ({ metadata, ...(status && { status }) });
  const ref = { namespace: 'voice', name: 'tenant-100' };
  return { kind: 'changed', ref, before: withStatus(before), after: withStatus(after) };
}

const failing = { observedGeneration: 1, nextTry: '2026-03-01T12:00:01Z' };

describe('a change of an instance', () => {
  it.each([
    ['its first status', undefined, failing, ['voice/tenant-100']],
    ['another status', failing, { ...failing, observedGeneration: 2 }, ['voice/tenant-100']],
    ['nothing that is kept', failing, { ...failing }, []],
    ['the time of its next try alone, which would come too early', failing, { ...failing, nextTry: 'later' }, []],
    ['the end of its tries', failing, { observedGeneration: 1 }, []],
  ])('that is %s', (_, before, after, keys) => {
    expect(enqueuedBy(changed(before, after))).toEqual(keys);
  });
});
