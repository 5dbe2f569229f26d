import { describe, expect, it } from 'vitest';
import { checkReasons } from './check-reasons.ts';

describe('checkReasons', () => {
  it.each(Object.entries(checkReasons))('tell what %s means and what to do about it', (_, { meaning, remedy }) => {
    expect(meaning).toMatch(/^([A-Z]|spec[.]).*[.]$/);
    expect(remedy).toMatch(/^[A-Z].*[.]$/);
  });
});
