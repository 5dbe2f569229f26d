/** The words by which tests tell simulated nodes and pods how to behave. Nothing else spells them. */

const prefix = 'simulation.ixn.operators.dev';

/** Annotations of a pod. They act on all of its containers, and may come and go while it runs. */
export const podAnnotations = {
  /** `false`: the readiness probe fails. */
  ready: `${prefix}/ready`,
  /** `false`: the startup probe has not succeeded: not started, not ready. */
  started: `${prefix}/started`,
  /** A Go duration, e.g. `5s`: how long a pod runs before it becomes ready. */
  readyAfter: `${prefix}/ready-after`,
  /** An exit code, or `OOMKilled`: the containers end with it again and again. */
  crash: `${prefix}/crash`,
  /** A Go duration: how long a pod takes to end after it was deleted. */
  endAfter: `${prefix}/end-after`,
  /** A Go duration: how long a pod that runs to completion takes. */
  completeAfter: `${prefix}/complete-after`,
} as const;

/** Image tags, for faults that come with an image: they act on the container that has them. */
export const imageTags = {
  /** Cannot be pulled: ImagePullBackOff. */
  missing: 'does-not-exist',
  /** Ends with exit code 1 again and again: CrashLoopBackOff. */
  crashing: 'crash-loop',
} as const;

/** Nodes with this label are simulated. Selected by label, as kwok loses nodes that it selects by annotation. */
export const simulatedNodeLabel = { key: 'type', value: 'kwok' } as const;

/** Annotations of a node. */
export const nodeAnnotations = {
  /** `false`: its kubelet reports that it is not ready. */
  ready: `${prefix}/ready`,
} as const;

/** Claims of this class, which is the default one, are bound as soon as they are made. */
export const storageClass = { name: 'simulated', provisioner: `${prefix}/volume` } as const;
