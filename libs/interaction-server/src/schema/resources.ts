import { z } from 'zod';
import { boundedMap } from './bounded.ts';
import { isAtMost, quantityPattern } from './quantity.ts';
import { withRule } from './rule.ts';

/** A Kubernetes quantity such as `500m`, `2` or `1Gi`; numbers are read as their decimal text. */
const quantitySchema = z.union([z.string().max(32), z.int()]).transform(String);

const maxResourceNames = 16;
const isQuantity = new RegExp(quantityPattern);

function resourceListSchema(description: string) {
  return withRule(boundedMap(quantitySchema, maxResourceNames, description), {
    cel: `self.all(name, string(self[name]).matches('${quantityPattern}'))`,
    message: 'each value must be a quantity that is not negative, such as 500m, 2 or 1Gi',
    holds: (list) => Object.values(list).every((value) => isQuantity.test(value)),
  });
}

/** What a container asks of its node and what it may use at most. */
export const resourcesSchema = withRule(
  z
    .object({
      requests: resourceListSchema(
        'What the scheduler sets aside, by resource name, such as cpu: 100m.',
      ).exactOptional(),
      limits: resourceListSchema(
        'What the container may use at most, by resource name, such as memory: 2Gi.',
      ).exactOptional(),
    })
    .describe('CPU, memory and other resources of the container.'),
  {
    // What is no quantity breaks the rule of its list.
    cel:
      '!has(self.requests) || !has(self.limits) || self.requests.all(name, !(name in self.limits) || ' +
      `!string(self.requests[name]).matches('${quantityPattern}') || ` +
      `!string(self.limits[name]).matches('${quantityPattern}') || ` +
      'quantity(string(self.requests[name])).compareTo(quantity(string(self.limits[name]))) <= 0)',
    message: 'each request must be at most the limit of the same name: lower the request or raise the limit',
    holds: ({ requests = {}, limits = {} }) =>
      Object.entries(requests).every(([name, request]) => isAtMost(request, limits[name] ?? request) ?? true),
  },
);
