import type { V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { fewestReady } from './fewest-ready.ts';
import type { PodEvent } from './pod-watch.ts';

function seen(type: PodEvent['type'], uid: string, ready: boolean, ending = false): PodEvent {
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
  // Times are text in what kubectl gives.
  const metadata = { uid, ...(ending && { deletionTimestamp: new Date(0) }) };
  const object: V1Pod = { metadata, status: { conditions } };
  return { type, object };
}

const two = [seen('ADDED', 'a', true), seen('ADDED', 'b', true)];

describe('fewestReady', () => {
  it('counts from when all were there', () => {
    expect(fewestReady(two, 2)).toBe(2);
    expect(fewestReady([...two, seen('MODIFIED', 'a', false), seen('MODIFIED', 'a', true)], 2)).toBe(1);
  });

  it('counts none that is about to end, or has gone', () => {
    expect(fewestReady([...two, seen('MODIFIED', 'a', true, true)], 2)).toBe(1);
    expect(fewestReady([...two, seen('DELETED', 'a', true), seen('DELETED', 'b', true)], 2)).toBe(0);
  });

  it('counts one that came before another went', () => {
    expect(fewestReady([...two, seen('ADDED', 'c', true), seen('DELETED', 'a', true)], 2)).toBe(2);
  });

  it('fails where there were never so many', () => {
    expect(() => fewestReady(two, 3)).toThrow('there were never 3 ready pods');
  });
});
