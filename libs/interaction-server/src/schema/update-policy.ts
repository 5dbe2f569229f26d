import { z } from 'zod';
import { maintenanceWindowSchema } from './maintenance-window.ts';

/** How much the operator holds back, from the weakest to the strongest. */
export const pauses = ['None', 'Disruptive', 'All'] as const;

export const pauseSchema = z.enum(pauses);

export const updatePolicySchema = z
  .object({
    progressDeadlineSeconds: z
      .int32()
      .min(30)
      .max(86_400)
      .default(600)
      .describe('How long a rollout of a workload may take before the instance counts as stalled, in seconds.'),
    pause: pauseSchema
      .default('None')
      .describe(
        'What waits: None, nothing. Disruptive: what would restart pods that run. All: everything, the operator observes and reports only. The annotation ixn.operators.dev/pause says the same; the stronger of the two holds.',
      ),
    maintenanceWindows: z
      .array(maintenanceWindowSchema)
      .max(16)
      .exactOptional()
      .describe('When pods that run may be restarted; at any time when absent or empty.'),
  })
  .prefault({})
  .describe('How changes are rolled out.');
