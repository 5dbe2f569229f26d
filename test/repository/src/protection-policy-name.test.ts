import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { protectionPolicyName } from '@ixn/operator';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

it.each(['policy', 'binding'])(
  'the %s of deletion protection is installed by the name that the operator looks for',
  (part) => {
    const path = resolve(import.meta.dirname, `../../../deploy/operator/deletion-protection-${part}.yaml`);
    expect(parse(readFileSync(path, 'utf8')).metadata.name).toBe(protectionPolicyName);
  },
);
