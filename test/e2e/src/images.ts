import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../../../tools/test-report.ts';
import { type Image, imageName } from './cluster-facts.ts';
import { execute } from './execute.ts';

export interface Images {
  readonly operator: Image;
  readonly standIn: Image;
  /** Agents of Consul, as they run on every node. */
  readonly consul: Image;
}

export interface ImageSources {
  readonly root: string;
  /** Path of Consul's binary. */
  readonly consul: string;
  /** For what is put together on the way. */
  readonly folder: string;
}

/** The names that a run's images get: of a registry that nobody has, so that only what was built can be meant. */
export function imagesOf(run: string): Images {
  const registry = 'registry.invalid';
  const tag = `e2e-${run}`;
  return {
    operator: { registry, repository: 'ixn/operator', tag },
    standIn: { registry, repository: 'ixn/stand-in', tag },
    consul: { registry, repository: 'ixn/consul', tag },
  };
}

/** Makes the image of the operator as users do, that of the stand-in from its bundle in dist/, and that of Consul from its binary. */
export async function buildImages(images: Images, sources: ImageSources, signal: AbortSignal): Promise<void> {
  const { root, consul, folder } = sources;
  const context = join(folder, 'consul');
  mkdirSync(context);
  cpSync(consul, join(context, 'consul'), { dereference: true });
  const makeImage = ['run', 'image', '--', '--tag', imageName(images.operator)];
  await execute('npm', makeImage, { cwd: root, env: environment(), signal });
  const builds = [
    [images.standIn, join(root, 'apps/stand-in/Dockerfile'), root],
    [images.consul, join(root, 'test/e2e/consul.Dockerfile'), context],
  ] as const;
  for (const [image, dockerfile, from] of builds) {
    await execute('docker', ['build', '--file', dockerfile, '--tag', imageName(image), from], { signal });
  }
}

/** Brings the images onto the nodes of a kind cluster. */
export async function loadImages(images: Images, kindName: string, signal: AbortSignal): Promise<void> {
  await execute('kind', ['load', 'docker-image', '--name', kindName, ...namesOf(images)], { signal });
}

export async function removeImages(images: Images): Promise<void> {
  await execute('docker', ['image', 'rm', '--force', ...namesOf(images)]);
}

/** All of them, as docker and pods name them. */
export function namesOf({ operator, standIn, consul }: Images): readonly string[] {
  return [operator, standIn, consul].map(imageName);
}

/** How the container of an image is started. */
export async function entrypointOf(image: Image): Promise<readonly string[]> {
  return JSON.parse(
    await execute('docker', ['image', 'inspect', '--format', '{{json .Config.Entrypoint}}', imageName(image)]),
  );
}
