import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conditionReasons } from '@ixn/interaction-server';
import { expect, it } from 'vitest';
import { root } from '../src/reader.ts';

it('has an entry for each reason of a condition', () => {
  const guide = readFileSync(join(root, 'docs/how-to/troubleshooting.md'), 'utf8');
  const reasons = Object.keys(conditionReasons);
  const missing = reasons.filter((reason) => !guide.includes(`[${reason}](../conditions.md#${reason.toLowerCase()})`));
  expect(missing).toEqual([]);
});
