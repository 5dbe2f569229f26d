import { join } from 'node:path';
import { type Image, imageName } from './cluster-facts.ts';
import { execute } from './execute.ts';

export interface Images {
  readonly operator: Image;
  readonly standIn: Image;
}

/** The names that a run's images get: of a registry that nobody has, so that only what was built can be meant. */
export function imagesOf(run: string): Images {
  const registry = 'registry.invalid';
  const tag = `e2e-${run}`;
  return {
    operator: { registry, repository: 'ixn/operator', tag },
    standIn: { registry, repository: 'ixn/stand-in', tag },
  };
}

/** Builds the images from the bundles in dist/. */
export async function buildImages({ operator, standIn }: Images, root: string, signal: AbortSignal): Promise<void> {
  for (const [app, image] of [
    ['operator', operator],
    ['stand-in', standIn],
  ] as const) {
    const dockerfile = join(root, 'apps', app, 'Dockerfile');
    await execute('docker', ['build', '--file', dockerfile, '--tag', imageName(image), root], { signal });
  }
}

/** Brings the images onto the nodes of a kind cluster. */
export async function loadImages(images: Images, kindName: string, signal: AbortSignal): Promise<void> {
  const names = [imageName(images.operator), imageName(images.standIn)];
  await execute('kind', ['load', 'docker-image', '--name', kindName, ...names], { signal });
}

export async function removeImages({ operator, standIn }: Images): Promise<void> {
  await execute('docker', ['image', 'rm', '--force', imageName(operator), imageName(standIn)]);
}

/** How the container of an image is started. */
export async function entrypointOf(image: Image): Promise<readonly string[]> {
  return JSON.parse(
    await execute('docker', ['image', 'inspect', '--format', '{{json .Config.Entrypoint}}', imageName(image)]),
  );
}
