import { describe, expect, it } from 'vitest';
import { deadWatch, watchSilenceLimitMs } from './liveness.ts';

const active = { resource: 'pods', lastActivityAgeMs: () => watchSilenceLimitMs };
const silent = { resource: 'services', lastActivityAgeMs: () => watchSilenceLimitMs + 1000 };

describe('liveness', () => {
  it('fails when a watch has done nothing for five minutes, and names it', () => {
    expect(deadWatch([active, silent])).toBe('the watch of services has given no sign of life for 301 s');
  });

  it('holds as long as every watch does something', () => {
    expect(deadWatch([active, active])).toBeUndefined();
  });
});
