import pino from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A structured logger: one JSON object a line, with the fields given and those of its parents. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A logger whose every line carries these fields too. */
  child(fields: object): Logger;
}

export interface LoggerOptions {
  /** The least important level that is written. */
  readonly level: LogLevel;
  /** Where lines go; standard output by default. */
  readonly destination?: { write(line: string): void };
}

/** Creates a logger. Times are RFC 3339, levels are words, errors under `err` keep their stack. */
export function createLogger({ level, destination = pino.destination(1) }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}
