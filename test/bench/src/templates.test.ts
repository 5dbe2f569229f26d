import { podMergeSchema } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { sampleManifest } from './instance-manifest.ts';
import { fillTemplate, renderTemplates } from './templates.ts';

describe('the templates of an instance', () => {
  const templates = renderTemplates(sampleManifest(), podMergeSchema);
  const parts = { name: 'tenant-7', namespace: 'bench', uid: 'uid-7', tenant: 'tenant-id-7' };
  const filled = templates.map((template) => fillTemplate(template, parts));

  it('end with the workloads, which need everything else', () => {
    expect(filled.slice(-3).map((text) => JSON.parse(text).metadata.name)).toEqual([
      'tenant-7-ixn',
      'tenant-7-ixn-node',
      'tenant-7-vq-node',
    ]);
  });

  it('belong to the instance that they are filled for', () => {
    const { metadata } = JSON.parse(filled.at(-1) ?? '');
    expect(metadata.namespace).toBe('bench');
    expect(metadata.ownerReferences).toMatchObject([{ name: 'tenant-7', uid: 'uid-7' }]);
  });

  it('have no placeholder left once they are filled', () => {
    expect(filled.join('')).not.toMatch(/placeholder|00000000-0000-4000-8000-000000000000|11111111-1111-4111/);
  });
});
