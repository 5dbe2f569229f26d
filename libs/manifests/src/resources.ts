import type { InteractionServer } from '@ixn/interaction-server';
import { sortedByKey } from './sorted-by-key.ts';

/** Requests and limits of a container. */
export type Resources = NonNullable<InteractionServer['spec']['ixnServer']['resources']>;

/** The same with their names in order, so that another order in the spec changes no byte. */
export function sortedResources(resources: Resources | undefined): Resources | undefined {
  if (resources === undefined) return undefined;
  const { requests, limits } = resources;
  return { ...(requests && { requests: sortedByKey(requests) }), ...(limits && { limits: sortedByKey(limits) }) };
}
