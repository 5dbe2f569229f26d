import { type Connection, connections } from '@ixn/connections';
import { z } from 'zod';
import { withRule } from './rule.ts';

/** The rows that a rollout may wait for: those that lead out of the instance. Its own workloads wait for each other anyway. */
const gates = connections
  .filter(({ outgoing }: Connection) => outgoing !== undefined && outgoing.endpoints.from !== 'own-service')
  .map(({ number }) => number);

const gateSchema = withRule(
  z
    .array(z.int32().min(1).max(999))
    .max(16)
    .describe(
      'Connections that a rollout waits for, by their numbers: what would restart pods that serve, or make the first ones, waits while one of them does not answer.',
    ),
  {
    cel: `self.all(row, row in [${gates.join(', ')}])`,
    message: `only connections that lead out of the instance can be waited for: ${gates.join(', ')}`,
    holds: (rows) => rows.every((row) => gates.some((gate) => gate === row)),
  },
);

/** Whether, and how often, it is found out whether the outgoing connections work. */
export const dependencyChecksSchema = z
  .object({
    mode: z
      .enum(['Advisory', 'Off'])
      .default('Advisory')
      .describe(
        'Advisory: the status tells of each outgoing connection whether it works; nothing waits for it but what gateRolloutOn says. Off: nothing is checked, and nothing waits.',
      ),
    intervalSeconds: z
      .int32()
      .min(10)
      .max(3600)
      .default(60)
      .describe(
        'How long after a check the next one comes, in seconds; less often while it keeps failing, and more often where another instance has the same endpoint checked.',
      ),
    gateRolloutOn: gateSchema.exactOptional(),
  })
  .prefault({})
  .describe(
    'Checks of the outgoing connections; their results stand in status.connections and in DependenciesReachable.',
  );
