import type { CheckReason } from '@ixn/connections';
import { describe, expect, it } from 'vitest';
import { closedGates } from './closed-gates.ts';

const checks = { mode: 'Advisory', intervalSeconds: 60, gateRolloutOn: [16] } as const;

function known(...reasons: readonly CheckReason[]) {
  return new Map(reasons.map((reason) => [16, { reason, message: '' }] as const));
}

describe('a gate on a connection', () => {
  it.each<[CheckReason, 'open' | 'closed']>([
    ['Answers', 'open'],
    ['PodConnected', 'open'],
    ['CertificateExpiresSoon', 'open'],
    ['ConnectionRefused', 'closed'],
    ['PodNotConnected', 'closed'],
    ['PasswordRejected', 'closed'],
    ['Pending', 'closed'],
    ['ThroughSidecar', 'open'],
    ['OutsideCluster', 'open'],
    ['NoPod', 'open'],
    ['SettingsUnreadable', 'open'],
  ])('that says %s is %s', (reason, state) => {
    expect(closedGates(checks, known(reason))).toEqual(state === 'closed' ? [16] : []);
  });

  it('is open where the row is not configured, and where nothing is checked', () => {
    expect(closedGates(checks, new Map())).toEqual([]);
    expect(closedGates({ ...checks, mode: 'Off' }, known('ConnectionRefused'))).toEqual([]);
  });

  it('is none where the spec names no row', () => {
    expect(closedGates({ mode: 'Advisory', intervalSeconds: 60 }, known('ConnectionRefused'))).toEqual([]);
  });

  it('is told once for each row, in the order of the numbers', () => {
    const verdict = { reason: 'TimedOut', message: '' } as const;
    const rows = { ...checks, gateRolloutOn: [17, 6, 17] };
    expect(closedGates(rows, new Map([6, 17].map((row) => [row, verdict])))).toEqual([6, 17]);
  });
});
