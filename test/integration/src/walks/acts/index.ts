import type { Act } from './act.ts';
import {
  childDeleted,
  rolloutRestart,
  settingsEdited,
  templateEdited,
  workloadDeleted,
  workloadScaled,
} from './children.ts';
import { podDeleted, podFault, podHealed } from './faults.ts';
import { badImage, mendedImage, otherImage } from './images.ts';
import { invalidSpec, knownPause, mendedTemplate, refusedTemplate, unknownPause } from './invalid.ts';
import { nodeBack, nodeLost } from './node.ts';
import { replaced, restarted } from './operators.ts';
import { pause, release, resume, windows } from './policies.ts';
import { recreation } from './recreation.ts';
import { disappearance, reappearance, rotation, unusedKey } from './references.ts';
import { otherReplicas, started } from './replicas.ts';
import { level, networkPolicy, ports, resources } from './settings.ts';

/** All that can happen to an instance in a walk. */
export const acts: readonly Act[] = [
  otherImage,
  badImage,
  mendedImage,
  otherReplicas,
  started,
  level,
  ports,
  resources,
  networkPolicy,
  invalidSpec,
  unknownPause,
  knownPause,
  refusedTemplate,
  mendedTemplate,
  rotation,
  unusedKey,
  disappearance,
  reappearance,
  podFault,
  podHealed,
  podDeleted,
  nodeLost,
  nodeBack,
  windows,
  pause,
  resume,
  release,
  restarted,
  replaced,
  childDeleted,
  workloadDeleted,
  settingsEdited,
  workloadScaled,
  templateEdited,
  rolloutRestart,
  recreation,
];
export type { Act, Move } from './act.ts';
export { healPods } from './faults.ts';
