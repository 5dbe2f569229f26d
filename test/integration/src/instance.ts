import type { AnyObject, TestNamespace } from './cluster.ts';
import { eventually } from './cluster.ts';

/** A status condition as tests compare it. */
export interface ConditionView {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** The conditions of an InteractionServer by type. */
export function conditionsOf(instance: AnyObject): Readonly<Record<string, ConditionView>> {
  const conditions: readonly (ConditionView & { readonly type: string })[] = instance['status']?.conditions ?? [];
  return Object.fromEntries(conditions.map(({ type, status, reason, message }) => [type, { status, reason, message }]));
}

/** Waits until an InteractionServer's status speaks of its present generation and fulfils the expectation. */
export function untilInstance(
  namespace: TestNamespace,
  name: string,
  what: string,
  holds: (conditions: Readonly<Record<string, ConditionView>>, instance: AnyObject) => boolean,
  timeoutMs?: number,
): Promise<AnyObject> {
  let last: AnyObject | undefined;
  return eventually(
    `${name} ${what}`,
    async () => {
      last = await namespace.get('interactionservers', name);
      if (last === undefined || last['status']?.observedGeneration !== last.metadata.generation) return undefined;
      return holds(conditionsOf(last), last) ? last : undefined;
    },
    timeoutMs,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}; its conditions: ${JSON.stringify(last && conditionsOf(last), null, 1)}`);
  });
}

/** Waits until an InteractionServer is Ready. */
export function untilReady(namespace: TestNamespace, name: string, timeoutMs?: number): Promise<AnyObject> {
  return untilInstance(namespace, name, 'is Ready', ({ Ready }) => Ready?.status === 'True', timeoutMs);
}
