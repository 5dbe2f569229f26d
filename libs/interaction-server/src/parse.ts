import { z } from 'zod';
import { directiveAnnotations, type Directives, type InteractionServer, type Pause } from './interaction-server.ts';
import { dns1035Label } from './schema/primitives.ts';
import { specSchema } from './schema/spec.ts';
import { pauses, pauseSchema } from './schema/update-policy.ts';
import { violationWords } from './violation-words.ts';

/** One broken rule: where, and what would be right. */
export interface Violation {
  /** Path of the field, such as `spec.ixnServer.image.tag` or `spec.image.imagePullSecrets[0].name`. */
  readonly path: string;
  readonly message: string;
}

export type Parsed =
  | { readonly ok: true; readonly value: InteractionServer }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/** The longest name of a resource: its children add to it and must stay DNS-1035 labels of at most 63 characters. */
export const maxNameLength = 40;

/** The rule on the resource's own name; the CRD says the same in CEL. */
export const nameRule = {
  cel: `size(self.metadata.name) <= ${maxNameLength} && self.metadata.name.matches('${dns1035Label}')`,
  message: `must be lower-case letters, digits and -, begin with a letter, end with a letter or digit, and have at most ${maxNameLength} characters, such as tenant-100`,
} as const;

const namePattern = new RegExp(dns1035Label);

const resourceSchema = z.object({
  metadata: z.object({
    name: z.string().refine((name) => name.length <= maxNameLength && namePattern.test(name), nameRule.message),
    namespace: z.string(),
    uid: z.string(),
    generation: z.number(),
    annotations: z
      .object({
        [directiveAnnotations.pause]: pauseSchema.exactOptional(),
        [directiveAnnotations.applyPending]: z.string().exactOptional(),
      })
      .exactOptional(),
  }),
  spec: specSchema,
});

/**
 * Reads a custom resource as the API server stores it. Gives the instance with every default filled in, or every violation at
 * once; the rules and their words are those of the CRD, so that a resource that slipped past it is refused all the same.
 */
export function parse(resource: unknown): Parsed {
  const parsed = resourceSchema.safeParse(resource, { reportInput: true });
  if (!parsed.success) return { ok: false, violations: parsed.error.issues.map(toViolation) };
  const { metadata, spec } = parsed.data;
  const { annotations = {}, ...identity } = metadata;
  const directives: Directives = {
    pause: stronger(annotations[directiveAnnotations.pause] ?? 'None', spec.updatePolicy.pause),
    applyPending: annotations[directiveAnnotations.applyPending],
  };
  return { ok: true, value: { ...identity, directives, spec } };
}

function stronger(one: Pause, other: Pause): Pause {
  return pauses.indexOf(one) > pauses.indexOf(other) ? one : other;
}

function toViolation(issue: z.core.$ZodIssue): Violation {
  // The key of an annotation of the resource itself has dots of its own.
  const inBrackets = (part: PropertyKey, index: number) =>
    typeof part === 'number' || (issue.path[0] === 'metadata' && index === 2);
  const path = issue.path
    .map((part, index) => (inBrackets(part, index) ? `[${String(part)}]` : `.${String(part)}`))
    .join('')
    .slice(1);
  return { path, message: violationWords(issue) };
}
