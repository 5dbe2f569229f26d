import type { ProtectionPolicy } from '@ixn/assessment';
import { type KubeObject, resourceName, type Store, type StoreNote } from '@ixn/kube-client';
import { protectionTypes } from './resource-types.ts';
import { listAt } from './value-at.ts';

/** Name of the policy that refuses to delete protected instances, and of its binding, as deploy/operator has them. */
export const protectionPolicyName = 'interaction-server-deletion-protection';

/** The policy and its binding, where they exist. */
export interface ProtectionStores {
  readonly policy: Store<true>;
  /** Whether it refuses, not only warns or writes to the audit log. */
  readonly binding: Store<boolean>;
}

/** What following takes of a store. */
type Followed<T> = Pick<Store<T>, 'run' | 'synced' | 'hasSynced' | 'list' | 'subscribe'>;

/** How it stands with deletion protection, now and later. */
export interface ProtectionSupport {
  /** Resolves when it is known, or known that we may not know it. */
  readonly known: Promise<void>;
  readonly state: () => ProtectionPolicy;
}

export function deniesByBinding(binding: KubeObject): boolean {
  return listAt(binding, 'spec', 'validationActions').includes('Deny');
}

const protectionResources: readonly string[] = Object.values(protectionTypes).map(resourceName);

/** Whether we may not look, or the API server knows no such policies, as with Kubernetes before 1.30. */
export function isRefusalOfProtection(note: StoreNote): boolean {
  if (note.kind !== 'listFailed' || !protectionResources.includes(note.resource)) return false;
  return note.failure.code === 'Forbidden' || note.failure.code === 'NotFound';
}

/**
 * Follows whether the API server enforces deletion protection. `refused` resolves when it does not let us look; that keeps
 * nothing back. `onChange` is called when the answer changes later.
 */
export function followProtectionPolicy(
  { policy, binding }: { readonly policy: Followed<true>; readonly binding: Followed<boolean> },
  refused: Promise<void>,
  onChange: () => void,
  signal: AbortSignal,
): ProtectionSupport {
  const synced = Promise.all([policy.synced, binding.synced]);
  const known = Promise.race([synced.then(() => undefined), refused]);
  for (const store of [policy, binding]) {
    void store.run(signal);
    store.subscribe(onChange);
  }
  // What was refused at first may be granted later, and there may be nothing to see then.
  void refused.then(() => synced).then(onChange);
  const state = () => {
    if (!policy.hasSynced() || !binding.hasSynced()) return 'Unreadable';
    return policy.list().length > 0 && binding.list().includes(true) ? 'Enforced' : 'Missing';
  };
  return { known, state };
}
