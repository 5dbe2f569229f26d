import { describe, expect, it } from 'vitest';
import { readBenchOptions, readSoakMinutes } from './options.ts';

describe('the options of the benchmark', () => {
  it('are three runs with a hundred instances and five idle minutes when nothing is said', () => {
    expect(readBenchOptions([])).toEqual({
      instances: 100,
      runs: 3,
      idleMinutes: 5,
      growth: undefined,
      json: undefined,
    });
  });

  it('are taken from the command line', () => {
    const args = ['--instances', '20', '--runs', '1', '--idle-minutes', '0.5', '--growth', '--json', 'out.json'];
    expect(readBenchOptions(args)).toEqual({
      instances: 20,
      runs: 1,
      idleMinutes: 0.5,
      growth: [100, 300, 1_000, 3_000],
      json: 'out.json',
    });
  });

  it('let growth be measured with other numbers of instances', () => {
    expect(readBenchOptions(['--growth', '--growth-instances', '5,10'])).toMatchObject({ growth: [5, 10] });
  });

  it.each([
    [['--instances', '0'], '--instances must be a number above 0'],
    [['--growth', '--growth-instances', '5,x'], '--growth-instances must be a number above 0'],
    [['--runs', '1.5'], '--runs must be a whole number'],
    [['--idle-minutes', 'x'], '--idle-minutes must be a number above 0'],
  ])('are refused by name when they are wrong: %j', (args, message) => {
    expect(() => readBenchOptions(args)).toThrow(message);
  });
});

describe('the options of the soak', () => {
  it('are thirty minutes unless said otherwise', () => {
    expect([readSoakMinutes([]), readSoakMinutes(['--minutes', '2'])]).toEqual([30, 2]);
  });
});
