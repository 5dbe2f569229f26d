import type { Change } from './changes.ts';

/** The object that a change is about, as `Kind name`. */
export function objectOf(change: Change): string {
  if (change.kind === 'delete') return `${change.child.kind} ${change.child.name}`;
  const { object } = change.manifest;
  return `${object.kind} ${object.metadata.name}`;
}

/** What is said of an object that has a wanted name and another owner. */
export function takenMessage(controller: { readonly kind: string; readonly name: string } | undefined): string {
  const owner = controller === undefined ? 'nobody' : `${controller.kind} ${controller.name}`;
  return `exists already and is owned by ${owner}`;
}

/** What is said of a workload that would run without the policy that is to guard it. */
export const unguardedMessage = 'waits for its NetworkPolicy, which could not be written';

export const predecessorMessage = 'belongs to a deleted InteractionServer of the same name and is being collected';
