import { defaultPort, type PortParameter } from '@ixn/connections';
import { z } from 'zod';
import { matching, withRule } from './rule.ts';

/** A DNS-1035 label: what the names of Services, and so of everything that is named after them, must be. */
export const dns1035Label = '^[a-z]([-a-z0-9]*[a-z0-9])?$';
const dns1123Subdomain = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
const hostNameOrAddress =
  '^([A-Za-z0-9]([-A-Za-z0-9_]*[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9_]*[A-Za-z0-9])?)*[.]?|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)$';

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

/** The name of a Secret, ConfigMap or other object, beside the resource unless the message says otherwise. */
export function objectNameSchema(
  description: string,
  message = 'must be the name of an object in the same namespace: lower-case letters, digits, - and ., such as ixn-db-secret-100',
) {
  return matching(z.string().min(1).max(253).describe(description), dns1123Subdomain, message);
}
