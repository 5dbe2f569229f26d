import { poll } from '@ixn/control-plane';
import { inject } from 'vitest';
import type { ClusterFacts } from './cluster-facts.ts';
import { createKubectl, type Kubectl } from './kubectl.ts';

/** The cluster as a test file sees it. */
export interface Scene {
  readonly facts: ClusterFacts;
  readonly kubectl: Kubectl;
}

/** The cluster that this run of the tests was handed. */
export function openScene(): Scene {
  const facts = inject('cluster');
  return { facts, kubectl: createKubectl(facts) };
}

/** Asks until there is an answer; fails after `timeoutMs` with what was waited for. */
export function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 120_000): Promise<T> {
  return poll({ until: what, timeoutMs, intervalMs: 250 }, ask);
}
