import type { DependencyVerdict } from '@ixn/connections';
import type { ConnectionEntry } from '@ixn/interaction-server';
import { describe, expect, it } from 'vitest';
import { findConnections, refreshConnections } from './find-connections.ts';

const row: ConnectionEntry = { number: 16, state: 'Configured', endpoint: 'pg:5999' };
const served: ConnectionEntry = { number: 3, state: 'Serving', endpoint: 'ixn:7999', open: true };
const absent: ConnectionEntry = { number: 15, state: 'NotConfigured' };

function found(verdict: DependencyVerdict | undefined, before?: Partial<ConnectionEntry>): ConnectionEntry | undefined {
  const results = verdict === undefined ? new Map() : new Map([[16, verdict]]);
  return findConnections([row], results, before && [{ ...row, ...before }])[0];
}

const pending: DependencyVerdict = { reason: 'Pending', message: 'no check yet' };
const refused = { state: 'Unreachable', reason: 'ConnectionRefused', message: 'refused' } as const;

describe('findConnections', () => {
  it.each<[DependencyVerdict, Partial<ConnectionEntry>]>([
    [{ reason: 'Answers', message: 'it answers' }, { state: 'Reachable' }],
    [{ reason: 'PodConnected', message: 'it says so' }, { state: 'Reachable' }],
    [
      { reason: 'CertificateExpiresSoon', message: 'on 2026-03-09' },
      { state: 'CertificateExpiring', reason: 'CertificateExpiresSoon', message: 'on 2026-03-09' },
    ],
    [{ reason: 'ConnectionRefused', message: 'refused' }, refused],
    [
      { reason: 'DatabaseMissing', message: 'no such database' },
      { state: 'AuthenticationFailed', reason: 'DatabaseMissing', message: 'no such database' },
    ],
    [
      { reason: 'ThroughSidecar', message: 'behind' },
      { state: 'NotChecked', reason: 'ThroughSidecar' },
    ],
    [
      { reason: 'SettingsUnreadable', message: 'Secret db' },
      { state: 'NotChecked', reason: 'SettingsUnreadable', message: 'Secret db' },
    ],
    [pending, { state: 'NotChecked', reason: 'Pending' }],
  ])('says of a row of which a check found %j that it is %j', (verdict, said) => {
    expect(found(verdict)).toEqual({ ...row, ...said });
  });

  it('says nothing of a row that nobody checks', () => {
    expect(found(undefined)).toEqual(row);
    const verdict = { reason: 'Answers', message: '' } as const;
    const all = new Map([3, 15].map((number) => [number, verdict]));
    expect(findConnections([served, absent], all)).toEqual([served, absent]);
  });

  it('says that checks are off of those rows alone that would be checked', () => {
    const off = { ...row, state: 'NotChecked', reason: 'Off' };
    expect(findConnections([served, absent, row], 'Off')).toEqual([served, absent, off]);
  });

  it.each<[string, Partial<ConnectionEntry>, Partial<ConnectionEntry>]>([
    ['that it answered', { state: 'Reachable' }, { state: 'Reachable' }],
    ['what was wrong', refused, refused],
    [
      'nothing that was said of another endpoint',
      { ...refused, endpoint: 'other:5999' },
      { state: 'NotChecked', reason: 'Pending' },
    ],
    [
      'nothing where checks were off',
      { state: 'NotChecked', reason: 'Off' },
      { state: 'NotChecked', reason: 'Pending' },
    ],
    ['nothing where nothing was known', { state: 'Configured' }, { state: 'NotChecked', reason: 'Pending' }],
  ])('repeats, while no check has been completed, %s', (_, before, said) => {
    expect(found(pending, before)).toEqual({ ...row, ...said });
  });

  it('takes what a NetworkPolicy lets through from the spec of now', () => {
    expect(found(pending, { ...refused, open: true })).toEqual({ ...row, ...refused });
  });
});

describe('refreshConnections', () => {
  it('says what is known now of rows that are checked still, and leaves the others', () => {
    const failing: ConnectionEntry = { ...row, ...refused };
    const before = [served, failing, { ...row, number: 17, state: 'Reachable' }] as const;
    const results = new Map([
      [16, { reason: 'Answers', message: '' }],
      [17, pending],
    ] as const);
    expect(refreshConnections(before, results)).toEqual([served, { ...row, state: 'Reachable' }, before[2]]);
  });
});
