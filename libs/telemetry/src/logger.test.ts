import { describe, expect, it } from 'vitest';
import { createLogger, type Logger, type LogLevel } from './logger.ts';

/** A logger, and the lines that it has written so far, each read as JSON. */
function recorded(level: LogLevel = 'debug'): { readonly log: Logger; readonly lines: () => readonly unknown[] } {
  const written: string[] = [];
  const log = createLogger({ level, destination: { write: (line) => written.push(line) } });
  return { log, lines: () => written.map((line): unknown => JSON.parse(line)) };
}

const time: unknown = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

describe('the logger', () => {
  it('writes one JSON object a line, with level, time, message and fields, and nothing of the machine', () => {
    const { log, lines } = recorded();
    log.info({ instance: 'voice/tenant-100', generation: 3 }, 'status reported');
    expect(lines()).toEqual([
      { level: 'info', time, instance: 'voice/tenant-100', generation: 3, msg: 'status reported' },
    ]);
  });

  it('ends every line, so that lines do not run together', () => {
    const written: string[] = [];
    const log = createLogger({ level: 'info', destination: { write: (line) => written.push(line) } });
    log.info({ text: 'two\nlines' }, 'one line');
    expect(written.join('')).toMatch(/^[^\n]+\n$/);
  });

  it.each<[LogLevel, readonly LogLevel[]]>([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ])('writes, at level %s, %j', (level, written) => {
    const { log, lines } = recorded(level);
    for (const each of ['debug', 'info', 'warn', 'error'] as const) log[each]({}, 'message');
    expect(lines()).toEqual(written.map((each) => ({ level: each, time, msg: 'message' })));
  });

  it('gives a child the fields of its parents', () => {
    const { log, lines } = recorded();
    log.child({ instance: 'voice/a' }).child({ reconcileId: 'r1' }).warn({ cause: 'Drift' }, 'object written');
    expect(lines()).toEqual([
      { level: 'warn', time, instance: 'voice/a', reconcileId: 'r1', cause: 'Drift', msg: 'object written' },
    ]);
  });

  it('keeps message and stack of an error under err', () => {
    const { log, lines } = recorded();
    log.error({ err: new TypeError('boom') }, 'met a bug');
    const stack: unknown = expect.stringContaining('logger.test.ts');
    expect(lines()).toMatchObject([{ level: 'error', err: { type: 'TypeError', message: 'boom', stack } }]);
  });

  it('leaves out fields that are undefined', () => {
    const { log, lines } = recorded();
    log.info({ cause: undefined }, 'object written');
    expect(lines()).toEqual([{ level: 'info', time, msg: 'object written' }]);
  });
});
