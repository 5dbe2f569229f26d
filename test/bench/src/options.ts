import { parseArgs } from 'node:util';

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  readonly instances: number;
  readonly runs: number;
  /** Minutes of doing nothing in which writes are counted. */
  readonly idleMinutes: number;
  /** With how many instances our operator alone is measured, one after the other; undefined to compare it with the others. */
  readonly growth: readonly number[] | undefined;
  /** The file that the results are put into as JSON; undefined for standard output alone. */
  readonly json: string | undefined;
}

/** Throws with what is wrong, in words for the person who typed it. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      instances: { type: 'string', default: '100' },
      runs: { type: 'string', default: '3' },
      'idle-minutes': { type: 'string', default: '5' },
      growth: { type: 'boolean', default: false },
      'growth-instances': { type: 'string', default: '100,300,1000,3000' },
      json: { type: 'string' },
    },
  });
  return {
    instances: wholeNumber('--instances', values.instances),
    runs: wholeNumber('--runs', values.runs),
    idleMinutes: positive('--idle-minutes', values['idle-minutes']),
    growth: values.growth
      ? values['growth-instances'].split(',').map((text) => wholeNumber('--growth-instances', text))
      : undefined,
    json: values.json,
  };
}

/** Minutes of `npm run soak`. Throws like the above. */
export function readSoakMinutes(args: readonly string[]): number {
  const { values } = parseArgs({ args: [...args], options: { minutes: { type: 'string', default: '30' } } });
  return positive('--minutes', values.minutes);
}

function wholeNumber(name: string, text: string): number {
  const value = positive(name, text);
  if (!Number.isInteger(value)) throw new Error(`${name} must be a whole number`);
  return value;
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name} must be a number above 0`);
  return value;
}
