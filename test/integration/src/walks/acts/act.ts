import type { Workload } from '@ixn/connections';
import type { Model } from '../model.ts';
import { settle } from '../settle.ts';
import type { WalkScene } from '../walk-scene.ts';

/** One thing that can be done now. */
export interface Move {
  /** Tells it from every other move that is possible at the same time. */
  readonly words: string;
  /** What is so then, before the operator has done anything about it. */
  readonly after: Model;
  /** Workloads whose pods it ends itself. */
  readonly disturbs: readonly Workload[];
  /** Workloads whose template it changes itself. */
  readonly rewrites?: readonly Workload[];
  readonly perform: (scene: WalkScene) => Promise<void>;
}

/** A kind of thing that people and clusters do. */
export interface Act {
  /** How often it is chosen, compared with the others that are possible. */
  readonly weight: number;
  /** Whether the next one may come before this one's work is done; the place where it all ends must not depend on that. */
  readonly hasty?: boolean;
  /** Whether it can happen while the node of the walk is dead. */
  readonly onDeadNode?: boolean;
  readonly moves: (model: Model) => readonly Move[];
}

/** The user says something else in the resource. */
export function edit(words: string, after: Model, disturbs: readonly Workload[] = []): Move {
  return { words, after, disturbs, perform: (scene) => scene.say(after) };
}

/** Whether a workload's pods may come and go by hand, and nothing that is held back for it may then go as if it were down. */
export function mayBeDisturbed(model: Model, workload: Workload): boolean {
  const { waits } = settle(model);
  const isCalm = waits[workload] === 'none' || waits[workload] === 'held from operator';
  return isCalm && model.rest.replicas[workload] > 0 && model.replicas[workload] > 0;
}

/** Whether the operator mends what it finds. */
export function isMending(model: Model): boolean {
  const { obstacle, restWaits } = settle(model);
  return obstacle === 'none' && !restWaits && model.pause.spec !== 'All' && model.pause.annotation !== 'All';
}
