import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leftOutOn } from './left-out.ts';

const kind = { kindName: 'kind', shared: false } as const;

function filesOf(facts: Parameters<typeof leftOutOn>[0]): readonly string[] {
  return leftOutOn(facts).map(({ file }) => file);
}

describe('leftOutOn', () => {
  it('leaves a drain to another place out on one node, and the drain of the last one on several', () => {
    expect(filesOf({ ...kind, workers: 1 })).toEqual(['tests/drain.test.ts']);
    expect(filesOf({ ...kind, workers: 3 })).toEqual(['tests/last-node.test.ts']);
  });

  it('leaves the nodes of others alone', () => {
    expect(filesOf({ ...kind, shared: true, workers: 1 })).toEqual(
      expect.arrayContaining(['tests/drain.test.ts', 'tests/last-node.test.ts']),
    );
  });

  it('names files that there are, and says why', () => {
    for (const { file, why } of leftOutOn({ kindName: null, shared: true, workers: 1 })) {
      expect(existsSync(resolve(import.meta.dirname, '..', file))).toBe(true);
      expect(why).not.toBe('');
    }
  });
});
