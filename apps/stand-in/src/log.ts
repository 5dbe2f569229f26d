import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** Says what happened: an object for each event. */
export type Log = (event: Readonly<Record<string, unknown>>) => void;

/** Writes each event as a line of JSON to standard output. */
export const logToStdout: Log = (event) => {
  process.stdout.write(lineOf(event));
};

/** Adds each event as a line of JSON to the file of this name in a folder that is there, and hands it on. */
export function logToFolder(folder: string, name: string, next: Log): Log {
  const path = join(folder, `${name}.log`);
  return (event) => {
    appendFileSync(path, lineOf(event));
    next(event);
  };
}

function lineOf(event: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`;
}
