import type { ClusterFacts } from './cluster-facts.ts';

/** A test file that a cluster cannot show. */
export interface LeftOut {
  /** Its path from the room. */
  readonly file: string;
  /** Goes on after "is left out: ". */
  readonly why: string;
}

/** The test files that this cluster cannot show, and why. */
export function leftOutOn({
  kindName,
  shared,
  workers,
}: Pick<ClusterFacts, 'kindName' | 'shared' | 'workers'>): readonly LeftOut[] {
  const leftOut: LeftOut[] = [];
  const leaveOut = (name: string, why: string) => void leftOut.push({ file: `tests/${name}.test.ts`, why });
  if (kindName === null) {
    leaveOut('wired', 'only nodes of kind are known to reach what listens on this machine');
    leaveOut('migrate', 'only nodes of kind are known to reach what listens on this machine');
    leaveOut('leader', 'only processes on nodes of kind can be killed from here');
  }
  if (shared) {
    leaveOut('install', 'it makes a cluster of its own by kind, which says nothing about this one');
    leaveOut('drain', 'the nodes are not ours to drain');
    leaveOut('last-node', 'the nodes are not ours to drain');
  } else if (workers === 1)
    leaveOut('drain', 'there is one node, and what is drained has nowhere to go; --nodes 3 shows it');
  else leaveOut('last-node', 'there are several nodes, of which none is the last one; --nodes 0 shows it');
  return leftOut;
}
