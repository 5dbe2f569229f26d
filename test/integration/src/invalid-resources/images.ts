import { type InvalidResource, required } from './invalid-resource.ts';

const imageWords = 'give a tag or a digest: images are never chosen by default';

/** Images and where they come from. */
export const invalidImages: readonly InvalidResource[] = [
  {
    what: 'a registry with a scheme',
    changes: { 'spec.image.registry': 'https://registry.example.com' },
    words: 'must be a registry host without scheme, such as registry.example.com',
  },
  {
    what: 'a registry that is too long',
    changes: { 'spec.image.registry': 'r'.repeat(254) },
    words: 'Too long: may not be more than 253 bytes',
  },
  {
    what: 'a pull policy that nobody knows',
    changes: { 'spec.image.pullPolicy': 'Sometimes' },
    words: 'supported values: "Always", "IfNotPresent", "Never"',
  },
  {
    what: 'a pull secret in capitals',
    changes: { 'spec.image.imagePullSecrets': [{ name: 'a' }, { name: 'B' }] },
    field: 'spec.image.imagePullSecrets[1].name',
    words: 'must be the name of an object in the same namespace',
  },
  {
    what: 'one pull secret twice',
    changes: { 'spec.image.imagePullSecrets': [{ name: 'a' }, { name: 'a' }] },
    field: 'spec.image.imagePullSecrets[1]',
    words: 'Duplicate value: {"name":"a"}',
  },
  {
    what: 'nine pull secrets',
    changes: { 'spec.image.imagePullSecrets': Array.from({ length: 9 }, (_, index) => ({ name: `a${index}` })) },
    words: 'Too many: 9: must have at most 8 items',
  },
  { what: 'a workload without an image', changes: { 'spec.ixnServer.image': undefined }, words: required },
  {
    what: 'an image without tag and digest',
    changes: { 'spec.ixnNode.image.tag': undefined },
    field: 'spec.ixnNode.image',
    words: imageWords,
  },
  {
    what: 'a repository with a tag in it',
    changes: { 'spec.ixnVQNode.image.repository': 'ixn/ixn_vq_node:1' },
    words: 'must be a repository in lower case without registry and tag, such as ixn/interaction_server',
  },
  {
    what: 'a tag with a slash',
    changes: { 'spec.ixnServer.image.tag': '100/0' },
    words: 'must be an image tag: letters, digits, _ . and -, such as 100.0.007.0400',
  },
  {
    what: 'a digest that is too short',
    changes: { 'spec.ixnServer.image.digest': 'sha256:0123' },
    words: 'must be sha256: and 64 lower-case hexadecimal digits',
  },
  {
    what: 'a log sidecar without tag and digest',
    changes: { 'spec.ixnServer.logSidecar': { image: { repository: 'fluent/fluent-bit' } } },
    field: 'spec.ixnServer.logSidecar.image',
    words: imageWords,
  },
];
