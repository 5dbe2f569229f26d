import { z } from 'zod';
import { matching, withRule } from './rule.ts';
import { namedListSchema } from './bounded.ts';
import { objectNameSchema } from './primitives.ts';

const repositoryPattern = '^[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$';
const registryPattern = '^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$';
const tagPattern = '^[A-Za-z0-9_][A-Za-z0-9_.-]*$';
const digestPattern = '^sha256:[a-f0-9]{64}$';

/** Where images come from, for all workloads. */
export const imageSourceSchema = z
  .object({
    registry: matching(
      z
        .string()
        .min(1)
        .max(253)
        .describe('Registry host, with its port and a path where it needs them; put before each repository.'),
      registryPattern,
      'must be a registry host without scheme, such as registry.example.com or registry.example.com:5000/mirror',
    ).exactOptional(),
    pullPolicy: z
      .enum(['Always', 'IfNotPresent', 'Never'])
      .default('IfNotPresent')
      .describe('When the kubelet pulls the images.'),
    imagePullSecrets: namedListSchema(
      z.object({ name: objectNameSchema('Name of a Secret of type kubernetes.io/dockerconfigjson.') }),
      8,
      'Secrets that the kubelet pulls the images with.',
    ).exactOptional(),
  })
  .prefault({})
  .describe('Where the images of all workloads come from.');

/** The image of one container: never defaulted, as an upgrade of the operator must not change what runs. */
export const imageSchema = withRule(
  z
    .object({
      repository: matching(
        z.string().min(1).max(255).describe('Repository in the registry, such as ixn/interaction_server.'),
        repositoryPattern,
        'must be a repository in lower case without registry and tag, such as ixn/interaction_server',
      ),
      tag: matching(
        z.string().min(1).max(128).describe('Tag of the image.'),
        tagPattern,
        'must be an image tag: letters, digits, _ . and -, such as 100.0.007.0400',
      ).exactOptional(),
      digest: matching(
        z.string().max(71).describe('Digest of the image; it decides where a tag is given too.'),
        digestPattern,
        'must be sha256: and 64 lower-case hexadecimal digits',
      ).exactOptional(),
    })
    .describe('Image of the container.'),
  {
    cel: 'has(self.tag) || has(self.digest)',
    message: 'give a tag or a digest: images are never chosen by default',
    holds: (image) => image.tag !== undefined || image.digest !== undefined,
  },
);
