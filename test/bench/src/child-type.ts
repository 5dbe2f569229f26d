import { childTypes } from '@ixn/operator';
import type { ResourceType } from '@ixn/kube-client';

/** The type of a kind that an instance is made of. */
export function typeOf(kind: string): ResourceType {
  const type = Object.values(childTypes).find((candidate) => candidate.kind === kind);
  if (type === undefined) throw new Error(`an instance has no ${kind}`);
  return type;
}
