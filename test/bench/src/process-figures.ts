import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel books for a process. Linux only. */
export interface ProcessFigures {
  /** User and system time since its start. */
  readonly cpuSeconds: number;
  readonly rssBytes: number;
  readonly peakRssBytes: number;
}

/** Linux shows times of processes in hundredths of a second, whatever its own clock does. */
const ticksPerSecond = 100;

/** Reads the figures of a process that runs. */
export function readProcessFigures(pid: number): ProcessFigures {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuSeconds: cpuSecondsOfStat(readFileSync(`/proc/${pid}/stat`, 'utf8')),
    rssBytes: bytesOfStatus(status, 'VmRSS'),
    peakRssBytes: bytesOfStatus(status, 'VmHWM'),
  };
}

/** How many files, sockets and pipes a process has open. */
export function countDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** User and system time that /proc/PID/stat tells. The name in it may have spaces and parentheses of its own. */
export function cpuSecondsOfStat(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Fields 14 and 15 of the line; the first two are cut off.
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** A size that /proc/PID/status tells in kB. */
export function bytesOfStatus(status: string, field: string): number {
  const found = new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(status);
  return Number(found?.[1] ?? 0) * 1024;
}
