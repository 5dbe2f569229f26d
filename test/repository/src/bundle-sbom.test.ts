import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Lock, sbomOf } from '../../../tools/bundle-sbom.ts';

const lock: Lock = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../package-lock.json'), 'utf8'));

describe('the bill of materials', () => {
  it('has each package of which a file is in the bundles once, with its version, licence and hash, and nothing else', () => {
    const inputs = [
      'apps/operator/src/main.ts',
      'libs/manifests/src/index.ts',
      'node_modules/zod/v4/index.js',
      'node_modules/zod/v4/core.js',
      'node_modules/@kubernetes/client-node/dist/config.js',
    ];
    const bom = sbomOf('operator', lock, inputs);
    const zod = lock.packages['node_modules/zod'];
    expect(bom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'interaction-server-operator', version: lock.version } },
      components: [
        {
          purl: expect.stringMatching(/^pkg:npm\/%40kubernetes\/client-node@/),
          licenses: [{ expression: 'Apache-2.0' }],
        },
        {
          purl: `pkg:npm/zod@${zod?.version}`,
          name: 'zod',
          hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
        },
      ],
    });
  });

  it('tells packages of packages apart, and refuses what the lock file does not have', () => {
    const packages = { 'node_modules/a/node_modules/@b/c': { version: '1.0.0', integrity: 'sha512-AAAA' } };
    expect(sbomOf('operator', { packages }, ['node_modules/a/node_modules/@b/c/index.js'])).toMatchObject({
      components: [{ purl: 'pkg:npm/%40b/c@1.0.0', hashes: [{ alg: 'SHA-512', content: '000000' }] }],
    });
    expect(() => sbomOf('operator', lock, ['node_modules/nobody/index.js'])).toThrow('has no node_modules/nobody');
  });
});
