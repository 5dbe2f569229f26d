import { z } from 'zod';
import type { resourcesSchema } from './resources.ts';
import { withRule } from './rule.ts';

const podsSchema = z.int32().min(1).max(100);

/** More than 100 % is usual: a container may use more than it asks for. */
const percentageSchema = z.int32().min(1).max(1000);

/** How a HorizontalPodAutoscaler changes the number of pods. */
export const autoscalingSchema = withRule(
  z
    .object({
      minReplicas: podsSchema.default(1).describe('The fewest pods that the autoscaler leaves.'),
      maxReplicas: podsSchema.describe('The most pods that the autoscaler makes.'),
      targetCPUUtilizationPercentage: percentageSchema
        .exactOptional()
        .describe(
          'CPU that the containers should use on average, in percent of what they ask for; 80 when no target is given.',
        ),
      targetMemoryUtilizationPercentage: percentageSchema
        .exactOptional()
        .describe('Memory that the containers should use on average, in percent of what they ask for.'),
    })
    .describe(
      'Lets a HorizontalPodAutoscaler say how many pods run. Then replicas only starts (1 or more) and stops (0) them; it counts again when autoscaling is taken away.',
    ),
  {
    cel: 'self.minReplicas <= self.maxReplicas',
    message: 'minReplicas must be at most maxReplicas: lower the one or raise the other',
    holds: ({ minReplicas, maxReplicas }) => minReplicas <= maxReplicas,
  },
);

interface Autoscaled {
  readonly autoscaling?: z.output<typeof autoscalingSchema>;
  readonly resources?: z.output<typeof resourcesSchema>;
  readonly podTemplate?: unknown;
}

/**
 * The schema of a workload with the rules that autoscaling needs: the container must ask for what it is measured against, as
 * the autoscaler does nothing otherwise. A limit is a request where there is none; a podTemplate may say it too.
 */
export function withAutoscalingRules<Schema extends z.ZodType<Autoscaled>>(schema: Schema): Schema {
  const targetsCpu =
    '(has(self.autoscaling.targetCPUUtilizationPercentage) || !has(self.autoscaling.targetMemoryUtilizationPercentage))';
  const forCpu = withRule(schema, {
    cel: `!has(self.autoscaling) || !${targetsCpu} || ${asksFor('cpu')}`,
    message:
      'autoscaling measures CPU against what the container asks for: give resources.requests.cpu, or targetMemoryUtilizationPercentage alone',
    holds: (workload) =>
      workload.autoscaling === undefined ||
      (workload.autoscaling.targetCPUUtilizationPercentage === undefined &&
        workload.autoscaling.targetMemoryUtilizationPercentage !== undefined) ||
      doesAskFor('cpu', workload),
  });
  return withRule(forCpu, {
    cel: `!has(self.autoscaling) || !has(self.autoscaling.targetMemoryUtilizationPercentage) || ${asksFor('memory')}`,
    message: 'autoscaling measures memory against what the container asks for: give resources.requests.memory',
    holds: (workload) =>
      workload.autoscaling?.targetMemoryUtilizationPercentage === undefined || doesAskFor('memory', workload),
  });
}

function asksFor(resource: string): string {
  const listed = ['requests', 'limits'].map(
    (list) => `(has(self.resources.${list}) && '${resource}' in self.resources.${list})`,
  );
  return `has(self.podTemplate) || (has(self.resources) && (${listed.join(' || ')}))`;
}

function doesAskFor(resource: string, { resources, podTemplate }: Autoscaled): boolean {
  const named = { ...resources?.limits, ...resources?.requests };
  return podTemplate !== undefined || resource in named;
}
