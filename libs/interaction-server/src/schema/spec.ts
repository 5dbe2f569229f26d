import { z } from 'zod';
import {
  configNodeSchema,
  consulSchema,
  dbinitSchema,
  ixnNodeDbSchema,
  ixnServerDbSchema,
  kafkaSchema,
  pulseSchema,
  redisSchema,
  voiceRqSchema,
} from './dependencies.ts';
import { autoscalingSchema, withAutoscalingRules } from './autoscaling.ts';
import { boundedMap } from './bounded.ts';
import { deletionPolicySchema, deletionProtectionSchema } from './deletion.ts';
import { dependencyChecksSchema } from './dependency-checks.ts';
import { imageSchema, imageSourceSchema } from './image.ts';
import { logSidecarSchema, logStorageSchema } from './log-volume.ts';
import { networkPolicySchema } from './network-policy.ts';
import { consulConnectSchema, monitoringSchema } from './platform-services.ts';
import { podTemplateSchema } from './pod-template.ts';
import { hostSchema, portSchema, servedPortsSchema } from './primitives.ts';
import { resourcesSchema } from './resources.ts';
import { matching, withRule, withTransitionRule } from './rule.ts';
import { updatePolicySchema } from './update-policy.ts';

const uuidPattern = '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$';
const sidPattern = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';

const tenantSchema = withTransitionRule(
  z
    .object({
      id: matching(
        z.string().max(36).describe('UUID of the tenant; unique among the namespaces that the operator watches.'),
        uuidPattern,
        'must be a UUID, such as 9350e2fc-a1dd-4c65-8d40-1f75a2e080dd',
      ),
      sid: matching(
        z.string().min(1).max(16).describe('Short id of the tenant, such as "100"; names its databases.'),
        sidPattern,
        'must be lower-case letters, digits and -, such as "100"',
      ),
    })
    .describe('The tenant whose Interaction Server this is. It cannot be changed.'),
  {
    cel: 'self == oldSelf',
    message: 'the tenant of an instance cannot be changed: create another InteractionServer for the other tenant',
  },
);

const confServerSchema = z
  .object({
    host: hostSchema('Host of the Config Server.'),
    port: portSchema('ixnServer.confServer.port', 'Port of the Config Server.'),
    appName: z.string().min(1).max(255).describe('Name of the application object in the Config Server.'),
  })
  .describe('Config Server that IXN reads its configuration from (connection 5).');

/** How long a workload may take to end before its container is killed. */
function terminationGracePeriodSchema(defaultSeconds: number) {
  return z
    .int32()
    .min(0)
    .max(3600)
    .default(defaultSeconds)
    .describe('How long a pod may take to end before it is killed, in seconds.');
}

/** IXN owns the tenant's database: it runs once or, when stopped, not at all. */
const ixnServerSchema = z
  .object({
    image: imageSchema,
    replicas: z.int32().min(0).max(1).default(1).describe('1 runs IXN, 0 stops it; never two at once.'),
    ports: servedPortsSchema({
      default: portSchema('ixnServer.ports.default', 'Port of the IXN protocol (connections 2, 3, 4 and 18).'),
      health: portSchema('ixnServer.ports.health', 'Port of health and metrics (connection 12).'),
    }),
    confServer: confServerSchema.exactOptional(),
    db: ixnServerDbSchema.exactOptional(),
    dbinit: dbinitSchema,
    pulse: pulseSchema.exactOptional(),
    logStorage: logStorageSchema.exactOptional(),
    logSidecar: logSidecarSchema.exactOptional(),
    resources: resourcesSchema.exactOptional(),
    terminationGracePeriodSeconds: terminationGracePeriodSchema(120),
    podTemplate: podTemplateSchema.exactOptional(),
  })
  .describe('The IXN server, a StatefulSet.');

const ixnNodeSchema = z
  .object({
    image: imageSchema,
    replicas: z.int32().min(0).max(1).default(1).describe('1 runs IXN Node, 0 stops it; one IXN has one node.'),
    ports: servedPortsSchema({
      default: portSchema('ixnNode.ports.default', 'Port of the node itself; no connection of the table opens it.'),
      health: portSchema('ixnNode.ports.health', 'Port of health and metrics (connection 11).'),
    }),
    consul: consulSchema.exactOptional(),
    voiceRq: voiceRqSchema.exactOptional(),
    configNode: configNodeSchema.exactOptional(),
    redis: redisSchema.exactOptional(),
    db: ixnNodeDbSchema.exactOptional(),
    dbinit: dbinitSchema,
    settings: boundedMap(
      z.string().max(1024),
      64,
      'Settings of the node by name, handed on to it as they are. No credentials.',
    ).exactOptional(),
    storingSessions: z
      .object({ enabled: z.boolean().default(false).describe('Whether sessions are stored.') })
      .prefault({})
      .describe('Storing of sessions in the database of the node.'),
    resources: resourcesSchema.exactOptional(),
    terminationGracePeriodSeconds: terminationGracePeriodSchema(30),
    podTemplate: podTemplateSchema.exactOptional(),
  })
  .describe('IXN Node, a Deployment of one pod.');

const ixnVQNodeSchema = withAutoscalingRules(
  z
    .object({
      image: imageSchema,
      replicas: z
        .int32()
        .min(0)
        .max(100)
        .default(1)
        .describe(
          'How many VQ Node pods run; 0 stops them. With autoscaling any other number leaves it to the autoscaler.',
        ),
      autoscaling: autoscalingSchema.exactOptional(),
      ports: servedPortsSchema({
        default: portSchema('ixnVQNode.ports.default', 'Port of virtual-queue events (connections 8 and 9).'),
        health: portSchema('ixnVQNode.ports.health', 'Port of health and metrics (connection 10).'),
      }),
      resources: resourcesSchema.exactOptional(),
      terminationGracePeriodSeconds: terminationGracePeriodSchema(30),
      podTemplate: podTemplateSchema.exactOptional(),
    })
    .describe('IXN VQ Node, a Deployment.'),
);

/** What a user wants: the single source of the types, the defaults, the rules and the CRD. */
export const specSchema = withRule(
  z
    .object({
      tenant: tenantSchema,
      platform: z
        .enum(['Kubernetes', 'OpenShift'])
        .default('Kubernetes')
        .describe('OpenShift chooses user and group of the pods itself; elsewhere they run as the vendor fixed them.'),
      image: imageSourceSchema,
      ixnServer: ixnServerSchema,
      ixnNode: ixnNodeSchema,
      ixnVQNode: ixnVQNodeSchema,
      kafka: kafkaSchema.exactOptional(),
      consulConnect: consulConnectSchema,
      networkPolicy: networkPolicySchema,
      monitoring: monitoringSchema,
      dependencyChecks: dependencyChecksSchema,
      updatePolicy: updatePolicySchema,
      deletionPolicy: deletionPolicySchema,
      deletionProtection: deletionProtectionSchema,
    })
    .describe('The Interaction Server of one tenant, as it should run.'),
  {
    cel: "!has(self.kafka) || !has(self.kafka.secretKeyRef) || self.networkPolicy.mode != 'Full' || (has(self.networkPolicy.peers.kafka) && has(self.networkPolicy.peers.kafka.ports))",
    message:
      'give networkPolicy.peers.kafka with its ports: in mode Full they must be known, and kafka.secretKeyRef does not say them',
    holds: ({ kafka, networkPolicy: { mode, peers } }) =>
      kafka?.secretKeyRef === undefined || mode !== 'Full' || peers.kafka?.ports !== undefined,
  },
);
