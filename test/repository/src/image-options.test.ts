import { describe, expect, it } from 'vitest';
import { readImageOptions } from '../../../tools/image/options.ts';

const read = (...args: readonly string[]) => readImageOptions(args, 'registry.example.com/operator:1');

describe('the options of npm run image', () => {
  it('are those of the chart and of this machine, when nothing is said', () => {
    const options = { tag: 'registry.example.com/operator:1', platforms: [], push: false };
    expect(read()).toEqual({ kind: 'options', options });
  });

  it('are what is said', () => {
    const options = { tag: 'mine:2', platforms: ['linux/amd64', 'linux/arm64'], push: true };
    expect(read('--tag', 'mine:2', '--platform', 'linux/amd64,linux/arm64', '--push')).toEqual({
      kind: 'options',
      options,
    });
  });

  it('are explained, with the name that the image gets', () => {
    expect(read('--help')).toMatchObject({ kind: 'help', text: expect.stringContaining('registry.example.com') });
  });

  it.each([
    [['--platform', 'linux/riscv64'], 'linux/amd64 and linux/arm64, not linux/riscv64'],
    [['--pull'], '--pull'],
    [['here'], 'here'],
  ])('refuse %j', (args, problem) => {
    expect(read(...args)).toMatchObject({ kind: 'invalid', problem: expect.stringContaining(problem) });
  });
});
