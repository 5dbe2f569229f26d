import { describe, expect, it } from 'vitest';
import { imageReference } from './image-reference.ts';

const digest = 'sha256:0123';

describe('imageReference', () => {
  it.each([
    ['r', { repository: 'ixn/node', tag: '1' }, 'r/ixn/node:1'],
    ['r:5000/mirror', { repository: 'ixn/node', tag: '1' }, 'r:5000/mirror/ixn/node:1'],
    [undefined, { repository: 'ixn/node', tag: '1' }, 'ixn/node:1'],
    [undefined, { repository: 'ixn/node', digest }, 'ixn/node@sha256:0123'],
    ['r', { repository: 'ixn/node', tag: '1', digest }, 'r/ixn/node:1@sha256:0123'],
  ])('joins the registry %s and %j to %s', (registry, image, reference) => {
    expect(imageReference(registry, image)).toBe(reference);
  });
});
