import { describe, expect, it } from 'vitest';
import { bytesOfStatus, cpuSecondsOfStat } from './process-figures.ts';

describe('the figures of a process', () => {
  it('have user and system time, whatever the process is called', () => {
    const stat = '42 (a (b) c) S 1 42 42 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 7 0 100 1000 10';
    expect(cpuSecondsOfStat(stat)).toBe(3);
  });

  it('have sizes in bytes', () => {
    expect(bytesOfStatus('Name:\tnode\nVmHWM:\t  200 kB\nVmRSS:\t  100 kB\n', 'VmRSS')).toBe(102_400);
  });

  it('have no size for a process that says nothing of it', () => {
    expect(bytesOfStatus('Name:\tnode\n', 'VmRSS')).toBe(0);
  });
});
