import { invalidDependencies } from './invalid-resources/dependencies.ts';
import { invalidImages } from './invalid-resources/images.ts';
import type { FieldChanges, InvalidResource } from './invalid-resources/invalid-resource.ts';
import { invalidLogsAndPods } from './invalid-resources/logs-and-pods.ts';
import { invalidNamesAndTenants } from './invalid-resources/names-and-tenants.ts';
import { invalidUpdatePolicies } from './invalid-resources/update-policy.ts';
import { invalidWorkloads } from './invalid-resources/workloads.ts';

/** Ways to get a resource wrong: at least one for each rule of the schema. */
export const invalidResources: readonly InvalidResource[] = [
  ...invalidNamesAndTenants,
  ...invalidImages,
  ...invalidWorkloads,
  ...invalidDependencies,
  ...invalidLogsAndPods,
  ...invalidUpdatePolicies,
];

/** Five mistakes in one resource, in the order of the schema. */
export const fiveMistakes: FieldChanges = {
  'spec.tenant.id': '100',
  'spec.image.registry': 'https://registry.example.com',
  'spec.ixnServer.image.tag': '100/0',
  'spec.ixnNode.replicas': 2,
  'spec.ixnVQNode.ports': { default: 7000, health: 7000 },
};
