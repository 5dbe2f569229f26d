import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  it('makes a cluster of one node and removes it, when nothing is said', () => {
    const options = { keep: false, useCurrentContext: false, workers: 0, filters: [] };
    expect(readOptions([])).toEqual({ kind: 'options', options });
  });

  it('takes what is said', () => {
    const options = { keep: true, useCurrentContext: true, workers: 2, filters: ['ready'] };
    expect(readOptions(['--keep', '--use-current-context', '--nodes', '2', 'ready'])).toEqual({
      kind: 'options',
      options,
    });
  });

  it('says what it takes', () => {
    expect(readOptions(['--help'])).toMatchObject({ kind: 'help', text: expect.stringContaining('--keep') });
  });

  it.each([[['--nodes', 'two']], [['--nodes', '-1']], [['--nodes', '10']], [['--unknown']]])('refuses %j', (args) => {
    expect(readOptions(args)).toMatchObject({ kind: 'invalid' });
  });
});
