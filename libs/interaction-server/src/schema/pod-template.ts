import { z } from 'zod';
import { boundedMap } from './bounded.ts';
import { withRule } from './rule.ts';

/** Labels that lead to an instance's pods: whoever changes them loses the pods out of sight. */
export const ownedPodLabels = [
  'app.kubernetes.io/component',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
  'app.kubernetes.io/name',
] as const;

/** All keys that begin so are the operator's, in labels and annotations. */
const ownedPrefix = 'ixn.operators.dev/';

/** A pod template of Kubernetes has about a dozen levels. */
const maxDepth = 64;

/** The most that a pod template may have, as JSON in UTF-8. */
const maxPodTemplateBytes = 64 * 1024;

const labelsSchema = withRule(
  boundedMap(z.string().max(63), 64, 'Labels that the pods get beside those of the operator.'),
  {
    cel: `self.all(key, !(key in [${ownedPodLabels.map((key) => `'${key}'`).join(', ')}]) && !key.startsWith('${ownedPrefix}'))`,
    message: `labels that lead to the pods cannot be changed: leave out ${ownedPodLabels.join(', ')} and what begins with ${ownedPrefix}`,
    holds: (labels) =>
      Object.keys(labels).every(
        (key) => !ownedPodLabels.some((owned) => owned === key) && !key.startsWith(ownedPrefix),
      ),
  },
);

const annotationsSchema = withRule(
  boundedMap(z.string().max(maxPodTemplateBytes), 64, 'Annotations that the pods get beside those of the operator.'),
  {
    cel: `self.all(key, !key.startsWith('${ownedPrefix}'))`,
    message: `annotations of the operator cannot be changed: leave out what begins with ${ownedPrefix}`,
    holds: (annotations) => Object.keys(annotations).every((key) => !key.startsWith(ownedPrefix)),
  },
);

/** What a user lays over the pods of a workload. Only what the operator needs for itself is looked at here. */
export const podTemplateSchema = z
  .looseObject({
    metadata: z
      .looseObject({ labels: labelsSchema.exactOptional(), annotations: annotationsSchema.exactOptional() })
      .describe('Labels and annotations of the pods.')
      .exactOptional(),
    spec: z.looseObject({}).describe('Spec of the pods, as in a PodTemplateSpec.').exactOptional(),
  })
  .refine((template) => depthOf(template) <= maxDepth, {
    abort: true,
    error: `Too deep: may not have more than ${maxDepth} levels`,
  })
  .refine((template) => Buffer.byteLength(JSON.stringify(template)) <= maxPodTemplateBytes, {
    error: `Too long: may not be more than ${maxPodTemplateBytes} bytes of JSON`,
  })
  .describe(
    'Changes to the pods: a strategic merge patch of a PodTemplateSpec, as kubectl patch takes it. A container of a new name is added; $patch: delete takes something away (kubectl apply drops null).',
  );

/** How many levels of objects and lists a value has; counted level by level, as it may be too deep for a recursion. */
function depthOf(value: unknown): number {
  let depth = 0;
  let level: readonly unknown[] = [value];
  while (level.length > 0 && depth <= maxDepth) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
    depth += 1;
  }
  return depth;
}
