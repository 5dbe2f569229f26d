import { z } from 'zod';

/** How a database stands whose spec asks for provisioning. */
export const databaseStates = ['Provisioned', 'Provisioning', 'Waiting', 'Failed'] as const;

const conditionSchema = z
  .object({
    type: z.string().max(316).describe('Type of the condition, such as Ready.'),
    status: z.enum(['True', 'False', 'Unknown']).describe('Whether the condition holds.'),
    observedGeneration: z
      .int()
      .min(-1)
      .default(-1)
      .describe('The generation of the spec that the condition speaks of.'),
    reason: z.string().min(1).max(1024).describe('Why, in one word.'),
    message: z.string().max(32_768).default('').describe('Why, for people.'),
    lastTransitionTime: z
      .string()
      .meta({ format: 'date-time' })
      .describe('When the status of the condition last changed.'),
  })
  .describe('One thing that is known of the instance.');

const workloadStatusSchema = z
  .object({
    name: z.string().max(63).describe('Name of the workload in the spec, such as ixnServer.'),
    desired: z.int32().min(0).describe('How many pods are wanted: by the spec, or by the autoscaler that it asks for.'),
    ready: z.int32().min(0).describe('How many pods are ready.'),
    updated: z.int32().min(0).describe('How many pods run what the spec says now.'),
    image: z.string().max(1024).describe('The image that the spec says.'),
    generation: z.int().min(0).describe('Generation of the StatefulSet or Deployment that is or was rolled out.'),
    settled: z.boolean().describe('Whether the rollout of that generation has finished.'),
    startedAt: z.string().meta({ format: 'date-time' }).describe('When the rollout of that generation began.'),
  })
  .describe('How one workload stands.');

const connectionStatusSchema = z
  .object({
    number: z.int32().min(1).max(999).describe('Number of the row in the connections table.'),
    state: z
      .string()
      .max(63)
      .describe(
        'Reachable, CertificateExpiring (it answers still), Unreachable, AuthenticationFailed or NotChecked of one that the instance opens; NotConfigured: nobody has said where to. Serving: others open it to the instance.',
      ),
    endpoint: z
      .string()
      .max(128)
      .exactOptional()
      .describe('Where it leads: host:port, node:port for the own node, or secret:NAME/KEY where a Secret says it.'),
    reason: z
      .string()
      .max(63)
      .exactOptional()
      .describe('Why it stands so, in one word; absent where it is Reachable or was not asked.'),
    message: z.string().max(256).exactOptional().describe('What was found, for people, where something is wrong.'),
    open: z
      .boolean()
      .exactOptional()
      .describe(
        'True where a NetworkPolicy lets everybody through on its port, as no peer was given for the neighbour.',
      ),
  })
  .describe('How one connection stands.');

const databaseStatusSchema = z
  .object({
    number: z.int32().min(1).max(999).describe('Number of its row in the connections table.'),
    name: z.string().max(63).describe('Name of the database.'),
    state: z
      .enum(databaseStates)
      .describe(
        'Provisioned. Provisioning: a Job is at work, or about to be. Waiting: for the restart that it belongs to, or for somebody. Failed: the Job did not succeed, and is made again.',
      ),
    inputs: z
      .string()
      .max(63)
      .exactOptional()
      .describe(
        'What it was provisioned with: a digest of host, port, name and the credentials of its role. Absent while that is not known.',
      ),
    completedAt: z
      .string()
      .meta({ format: 'date-time' })
      .exactOptional()
      .describe('When that was found to be complete.'),
    job: z.string().max(63).exactOptional().describe('The Job that is or was at work.'),
    attempts: z.int32().min(1).exactOptional().describe('How often a Job of these inputs has failed.'),
    retryAt: z
      .string()
      .meta({ format: 'date-time' })
      .exactOptional()
      .describe('When the Job that failed is made again.'),
    restartDue: z
      .boolean()
      .exactOptional()
      .describe(
        'True while the role may have another password than the pods that run: their restart waits for no window.',
      ),
  })
  .describe('How one database stands that the operator has provisioned.');

const pendingSchema = z
  .object({
    id: z
      .string()
      .max(63)
      .describe('What the annotation ixn.operators.dev/apply-pending has to say to have these changes at once.'),
    changes: z
      .array(
        z
          .object({
            object: z.string().max(320).describe('The object that would change, as kind and name.'),
            cause: z
              .string()
              .max(63)
              .describe(
                'SpecChanged, ReferencesChanged (a Secret or ConfigMap), OperatorUpdated, or Drift (changed by somebody else).',
              ),
            waitsFor: z
              .string()
              .max(63)
              .describe(
                'Resume, MaintenanceWindow, Approval, Dependencies (what dependencyChecks.gateRolloutOn names), Database (its own is being provisioned), or the name of a workload that goes first.',
              ),
            fields: z
              .array(z.string().max(512))
              .max(8)
              .exactOptional()
              .describe('What would change in the pods: the first paths in their template.'),
          })
          .describe('One change that waits.'),
      )
      .max(64)
      .describe('The changes that wait, in the order in which they would be made.'),
    nextWindow: z
      .string()
      .meta({ format: 'date-time' })
      .exactOptional()
      .describe('When the next maintenance window opens, where one is waited for.'),
  })
  .describe('Changes that are not made yet; absent while nothing waits.');

/** What the operator reports. Its nested defaults make a new resource look unfinished until the operator has seen it. */
export const statusSchema = z
  .object({
    observedGeneration: z.int().min(-1).default(-1).describe('The generation of the spec that the status speaks of.'),
    summary: z
      .object({
        ixnServer: z.string().max(16).exactOptional().describe('Ready and wanted pods of IXN.'),
        ixnNode: z.string().max(16).exactOptional().describe('Ready and wanted pods of IXN Node.'),
        ixnVQNode: z.string().max(16).exactOptional().describe('Ready and wanted pods of VQ Node.'),
        connections: z.string().max(16).exactOptional().describe('Connections that are configured or served, of all.'),
      })
      .exactOptional()
      .describe('The status in short, for kubectl get.'),
    conditions: z
      .array(conditionSchema)
      .max(32)
      .exactOptional()
      .describe('What is known of the instance, by type.')
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] }),
    connections: z
      .array(connectionStatusSchema)
      .max(64)
      .exactOptional()
      .describe('How each connection of the table stands, by its number.')
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['number'] }),
    workloads: z
      .array(workloadStatusSchema)
      .max(8)
      .exactOptional()
      .describe('How each workload stands.')
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] }),
    databases: z
      .array(databaseStatusSchema)
      .max(8)
      .exactOptional()
      .describe('The databases whose spec asks for provisioning, by the number of their row.')
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['number'] }),
    pending: pendingSchema.exactOptional(),
    nextTry: z
      .string()
      .meta({ format: 'date-time' })
      .exactOptional()
      .describe('When reads or writes that failed are tried again, at the latest; absent while none has failed.'),
  })
  .describe('How the instance stands. Written by the operator alone.');
