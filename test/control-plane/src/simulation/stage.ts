/** What kwok calls a stage: when an object of a kind looks like this, wait so long, then do that. */
export interface Stage {
  readonly name: string;
  readonly apiGroup?: string;
  readonly kind: 'Node' | 'Pod' | 'PersistentVolume' | 'PersistentVolumeClaim';
  /** A jq expression over the object; the stage is played while it is true. */
  readonly when: string;
  readonly delay?: { readonly ms?: number; readonly fromAnnotation?: string };
  readonly steps: readonly StageStep[];
}

export type StageStep =
  /** A Go template of the patch, from the root of the object. */
  | { readonly patch: string; readonly subresource?: 'status' }
  /** A Go template of another object, applied. */
  | { readonly apply: string }
  | { readonly delete: true };

/** The jq expression for an annotation's value; null when there is none. */
export function annotation(name: string): string {
  return `(.metadata.annotations // {})[${JSON.stringify(name)}]`;
}

/** Renders a stage as the configuration file of kwok wants it. */
export function renderStage(stage: Stage): string {
  return JSON.stringify({
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name: stage.name },
    spec: {
      resourceRef: { apiGroup: stage.apiGroup ?? 'v1', kind: stage.kind },
      selector: {
        matchExpressions: [{ jq: { key: `(${stage.when}) | tostring`, operator: 'In', values: ['true'] } }],
      },
      ...(stage.delay === undefined ? {} : { delay: renderDelay(stage.delay) }),
      steps: stage.steps.map(renderStep),
    },
  });
}

function renderDelay(delay: NonNullable<Stage['delay']>): unknown {
  const { fromAnnotation } = delay;
  return {
    durationMilliseconds: delay.ms ?? 0,
    ...(fromAnnotation === undefined ? {} : { durationFrom: { jq: { expression: annotation(fromAnnotation) } } }),
  };
}

function renderStep(step: StageStep): unknown {
  if ('patch' in step) {
    const { patch, subresource } = step;
    return { patch: { template: patch, ...(subresource === undefined ? {} : { subresource }) } };
  }
  if ('apply' in step) return { apply: { template: step.apply } };
  return { delete: true };
}
