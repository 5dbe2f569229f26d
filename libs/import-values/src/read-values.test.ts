import { expect, it } from 'vitest';
import { readValues } from './read-values.ts';

it.each(['db:\n  password: "hidden\n', 'password: hidden: hidden\n', 'password: &a hidden\npassword: *b\n'])(
  'says where %j is wrong without what stands there',
  (text) => {
    const read = readValues({ name: 'values.yaml', text });
    expect(read.ok ? '' : read.message).toMatch(/^[^\n]+ at line \d+, column \d+$/);
    expect(JSON.stringify(read)).not.toContain('hidden');
  },
);
