/** Says what happened: an object for each event. */
export type Log = (event: Readonly<Record<string, unknown>>) => void;

/** Writes each event as a line of JSON to standard output. */
export const logToStdout: Log = (event) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
};
