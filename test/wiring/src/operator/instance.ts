import { randomUUID } from 'node:crypto';

/** What is to be in the spec of an instance beside what it must have. */
export interface InstanceParts {
  readonly ixnServer?: object;
  readonly ixnNode?: object;
  readonly kafka?: object;
}

/** An InteractionServer of a tenant of its own. */
export function instanceObject(name: string, { ixnServer, ixnNode, ...spec }: InstanceParts): object {
  const image = { repository: 'ixn/any', tag: '1' };
  return {
    apiVersion: 'ixn.operators.dev/v1alpha1',
    kind: 'InteractionServer',
    metadata: { name },
    spec: {
      tenant: { id: randomUUID(), sid: name },
      ixnServer: { image, ...ixnServer },
      ixnNode: { image, ...ixnNode },
      ixnVQNode: { image },
      ...spec,
    },
  };
}
