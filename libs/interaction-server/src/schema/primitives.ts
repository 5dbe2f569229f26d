import { defaultPort, type PortParameter } from '@ixn/connections';
import { z } from 'zod';
import { matching, withRule } from './rule.ts';

/** A DNS-1035 label: what the names of Services, and so of everything that is named after them, must be. */
export const dns1035Label = '^[a-z]([-a-z0-9]*[a-z0-9])?$';
const dns1123Subdomain = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
const hostNameOrAddress =
  '^([A-Za-z0-9]([-A-Za-z0-9_]*[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9_]*[A-Za-z0-9])?)*[.]?|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)$';
const quantityPattern = '^[0-9]+([.][0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?$';

/** A TCP port with a default from the connections table. */
export function portSchema(parameter: PortParameter, description: string) {
  return z.int32().min(1).max(65_535).default(defaultPort(parameter)).describe(description);
}

/** The ports that a workload listens on: its own and the one for health and metrics. */
export function servedPortsSchema(ports: { readonly default: PortSchema; readonly health: PortSchema }) {
  return withRule(z.object(ports).prefault({}).describe('Ports that the workload listens on.'), {
    // The API server checks the default of the whole, {}, before it fills in the ports.
    cel: '!has(self.default) || !has(self.health) || self.default != self.health',
    message: 'default and health must be two different ports',
    holds: (value) => value.default !== value.health,
  });
}

type PortSchema = ReturnType<typeof portSchema>;

/** A host to connect to. */
export function hostSchema(description: string) {
  return matching(
    z.string().min(1).max(253).describe(description),
    hostNameOrAddress,
    'must be a host name or an IP address without scheme and port, such as db.example.com',
  );
}

/** The name of a Secret, ConfigMap or other object beside the resource. */
export function objectNameSchema(description: string) {
  return matching(
    z.string().min(1).max(253).describe(description),
    dns1123Subdomain,
    'must be the name of an object in the same namespace: lower-case letters, digits, - and ., such as ixn-db-secret-100',
  );
}

/** A Kubernetes quantity such as `500m`, `2` or `1Gi`; numbers are read as their decimal text. */
const quantitySchema = z
  .union([z.string().max(32), z.int32()], 'must be a quantity, such as 500m, 2 or 1Gi')
  .transform(String);

const maxResourceNames = 16;
const tooManyResourceNames = `must have at most ${maxResourceNames} resource names`;
const isQuantity = new RegExp(quantityPattern);

function resourceListSchema(description: string) {
  return withRule(
    z
      .record(z.string().max(253), quantitySchema)
      .refine((list) => Object.keys(list).length <= maxResourceNames, tooManyResourceNames)
      .describe(description)
      .meta({ maxProperties: maxResourceNames }),
    {
      cel: `self.all(name, string(self[name]).matches('${quantityPattern}'))`,
      message: 'each value must be a quantity that is not negative, such as 500m, 2 or 1Gi',
      holds: (list) => Object.values(list).every((value) => isQuantity.test(value)),
    },
  );
}

/** What a container asks of its node and what it may use at most. */
export const resourcesSchema = z
  .object({
    requests: resourceListSchema('What the scheduler sets aside, by resource name, such as cpu: 100m.').exactOptional(),
    limits: resourceListSchema(
      'What the container may use at most, by resource name, such as memory: 2Gi.',
    ).exactOptional(),
  })
  .describe('CPU, memory and other resources of the container.');

/** A list in which each item's name stands once. */
export function namedListSchema<Item extends z.ZodType<{ readonly name: string }>>(
  item: Item,
  maxItems: number,
  description: string,
) {
  return z
    .array(item)
    .max(maxItems)
    .refine((list) => new Set(list.map((entry) => entry.name)).size === list.length, 'each name may stand only once')
    .describe(description)
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] });
}
