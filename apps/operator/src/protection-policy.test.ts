import type { Store, StoreNote } from '@ixn/kube-client';
import { describe, expect, it } from 'vitest';
import { deniesByBinding, followProtectionPolicy, isRefusalOfProtection } from './protection-policy.ts';

/** A store that is listed, and changes, when the test says so. */
function fakeStore<T>(sample: T) {
  const { promise: synced, resolve } = Promise.withResolvers<void>();
  const handlers: (() => void)[] = [];
  let items: readonly T[] = [];
  let listed = false;
  const hold = (held: readonly T[]) => {
    items = held;
    listed = true;
    resolve();
    for (const handler of handlers) handler();
  };
  const store: Pick<Store<T>, 'run' | 'synced' | 'hasSynced' | 'list' | 'subscribe'> = {
    run: () => Promise.resolve(),
    synced,
    hasSynced: () => listed,
    list: () => items,
    subscribe: (handler) => {
      handlers.push(() => void handler({ kind: 'deleted', ref: { name: 'any' }, before: sample }));
      return () => undefined;
    },
  };
  return { store, hold };
}

function follow() {
  const [policy, binding] = [fakeStore<true>(true), fakeStore<boolean>(true)];
  const { promise: refused, resolve: refuse } = Promise.withResolvers<void>();
  let changes = 0;
  const stores = { policy: policy.store, binding: binding.store };
  const support = followProtectionPolicy(stores, refused, () => (changes += 1), new AbortController().signal);
  return { policy, binding, refuse, support, changes: () => changes };
}

describe('the policy that enforces deletion protection', () => {
  it.each([
    ['Enforced', [true], [true]],
    ['Missing', [], []],
    ['Missing', [true], []],
    ['Missing', [], [true]],
    ['Missing', [true], [false]],
  ] as const)('is %s where there are %j policies and bindings that refuse: %j', async (state, policies, bindings) => {
    const { policy, binding, support } = follow();
    policy.hold(policies);
    binding.hold(bindings);
    await support.known;
    expect(support.state()).toBe(state);
  });

  it('is unreadable, and keeps nothing waiting, while a right is missing; it is known once that is granted', async () => {
    const { policy, binding, refuse, support, changes } = follow();
    policy.hold([true]);
    refuse();
    await support.known;
    expect(support.state()).toBe('Unreadable');
    const before = changes();
    binding.hold([]);
    await expect.poll(changes).toBeGreaterThan(before);
    expect(support.state()).toBe('Missing');
  });

  it('tells of every change', async () => {
    const { policy, binding, support, changes } = follow();
    policy.hold([true]);
    binding.hold([true]);
    await support.known;
    const before = changes();
    binding.hold([]);
    expect(changes()).toBeGreaterThan(before);
    expect(support.state()).toBe('Missing');
  });
});

describe('a binding', () => {
  it.each([
    [true, ['Deny']],
    [true, ['Audit', 'Deny']],
    [false, ['Audit', 'Warn']],
    [false, []],
  ])('refuses: %s where its actions are %j', (refuses, validationActions) => {
    const metadata = { name: 'a' };
    const binding = { apiVersion: 'v1', kind: 'Any', metadata, spec: { validationActions } };
    expect(deniesByBinding(binding)).toBe(refuses);
  });
});

describe('a list that failed', () => {
  const failure = { category: 'terminal', message: '', causes: [] } as const;
  const resource = 'validatingadmissionpolicies.admissionregistration.k8s.io';
  const failed = (code: 'Forbidden' | 'NotFound' | 'ServerError', of = resource): StoreNote => {
    return { resource: of, kind: 'listFailed', failure: { ...failure, code }, nextTryInMs: 0 };
  };
  it.each<[boolean, string, StoreNote]>([
    [true, 'for want of the right', failed('Forbidden')],
    [true, 'as the API server knows no such kind', failed('NotFound')],
    [false, 'for the moment', failed('ServerError')],
    [false, 'for another kind', failed('Forbidden', 'pods')],
  ])('keeps us from looking: %s where it failed %s', (refusal, _, note) => {
    expect(isRefusalOfProtection(note)).toBe(refusal);
  });
});
