import type { InteractionServerSpec } from '@ixn/interaction-server';

type Image = InteractionServerSpec['ixnServer']['image'];

/** The image as a container runtime reads it: registry/repository:tag@digest, each part only where it is given. */
export function imageReference(registry: string | undefined, image: Image): string {
  const repository = registry === undefined ? image.repository : `${registry}/${image.repository}`;
  const tag = image.tag === undefined ? '' : `:${image.tag}`;
  const digest = image.digest === undefined ? '' : `@${image.digest}`;
  return `${repository}${tag}${digest}`;
}
