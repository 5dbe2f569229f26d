import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { customResourceDefinition } from '@ixn/interaction-server';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generatedFiles } from '../../../tools/generated-files.ts';

const root = resolve(import.meta.dirname, '../../..');

describe('the generated files', () => {
  it.each(generatedFiles().map(({ path, text }) => [path, text]))(
    'stand in the repository as they are generated: %s (npm run generate mends it)',
    (path, text) => {
      expect(readFileSync(resolve(root, path), 'utf8')).toBe(text);
    },
  );

  it.each(['1.1', '1.2'] as const)('hold the CRD as the code has it, for readers of YAML %s', (version) => {
    const file = readFileSync(resolve(root, 'crds/interactionservers.ixn.operators.dev.yaml'), 'utf8');
    expect(parse(file, { version })).toEqual(JSON.parse(JSON.stringify(customResourceDefinition())));
  });

  it('stay below the 256 KiB that kubectl apply can keep in its annotation', () => {
    for (const { text } of generatedFiles()) expect(Buffer.byteLength(text)).toBeLessThan(256 * 1024);
  });
});
