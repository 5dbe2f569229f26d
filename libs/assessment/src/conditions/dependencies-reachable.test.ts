import { type CheckReason, checkReasons, type DependencyVerdict } from '@ixn/connections';
import { conditionReasons, type ConnectionEntry } from '@ixn/interaction-server';
import { describe, expect, it } from 'vitest';
import { assess, assessBlocked } from '../assess.ts';
import { conditionsOf, input, messageOf, startMs } from '../scenes.testing.ts';

const connections: readonly ConnectionEntry[] = [
  { number: 2, state: 'Configured', endpoint: 'ixn:7999' },
  { number: 3, state: 'Serving' },
  { number: 6, state: 'Configured', endpoint: 'kafka:9999' },
  { number: 7, state: 'Configured', endpoint: 'kafka:9999' },
  { number: 15, state: 'NotConfigured' },
  { number: 16, state: 'Configured', endpoint: 'pg:5999' },
  { number: 17, state: 'Configured', endpoint: 'secret:a/b' },
];

type Reasons = Readonly<Record<number, CheckReason>>;

function statusOf(reasons: Reasons) {
  const checks = new Map<number, DependencyVerdict>();
  for (const { number } of connections) {
    const reason = reasons[number] ?? 'Answers';
    checks.set(number, { reason, message: `it is ${reason}` });
  }
  return assess(input({ connections, checks }));
}

function inShort(status: ReturnType<typeof assess>): string | undefined {
  const found = conditionsOf(status).find(({ type }) => type === 'DependenciesReachable');
  return found && `${found.status} ${found.reason}`;
}

describe('the condition DependenciesReachable', () => {
  it.each<[string, Reasons, string]>([
    ['all rows answer', {}, 'True DependenciesAnswer'],
    ['some cannot be checked, and the others answer', { 6: 'ThroughSidecar' }, 'True DependenciesAnswer'],
    ['a certificate expires', { 16: 'CertificateExpiresSoon', 6: 'OutsideCluster' }, 'True CertificateExpiresSoon'],
    ["the instance's own IXN is not ready", { 2: 'NoReadyEndpoint' }, 'True DependenciesAnswer'],
    ['a row does not answer', { 16: 'TimedOut', 17: 'CertificateExpiresSoon' }, 'False TimedOut'],
    ['a login fails', { 16: 'PasswordRejected' }, 'False PasswordRejected'],
    ['a login fails, and a row does not answer', { 6: 'PasswordRejected', 17: 'NoRoute' }, 'False NoRoute'],
    ['two rows do not answer', { 16: 'NameNotFound', 17: 'NoRoute' }, 'False NameNotFound'],
    ['one is not known yet', { 16: 'Pending' }, 'Unknown Pending'],
    ['one could not be asked for want of a Secret', { 16: 'SettingsUnreadable' }, 'Unknown SettingsUnreadable'],
    ['one does not answer, and another is not known yet', { 6: 'NoRoute', 16: 'Pending' }, 'False NoRoute'],
    [
      'none can be checked',
      { 6: 'OutsideCluster', 7: 'OutsideCluster', 16: 'OutsideCluster', 17: 'OutsideCluster' },
      'Unknown OutsideCluster',
    ],
  ])('where %s', (_, reasons, said) => {
    expect(inShort(statusOf(reasons))).toBe(said);
  });

  it('does not stand where nothing is known of any row', () => {
    expect(inShort(assess(input({})))).toBeUndefined();
  });

  it('holds where nothing that leads out is configured', () => {
    const checks = new Map([[2, { reason: 'NoEndpoint', message: '' }]] as const);
    expect(inShort(assess(input({ connections: connections.slice(0, 2), checks })))).toBe('True DependenciesAnswer');
  });

  it('says who does not reach whom, why, and what to do, once for rows that share a trouble', () => {
    const refused = statusOf({ 6: 'ConnectionRefused', 7: 'ConnectionRefused', 17: 'PasswordRejected' });
    expect(messageOf(refused, 'DependenciesReachable')).toBe(
      'connections 6 and 7 (IXN and IXN VQ Node to Kafka, kafka:9999): it is ConnectionRefused. ' +
        'Start the server, or mend the port in the spec. ' +
        'Also: connection 17 (IXN Node to IXN Node DB, secret:a/b): it is PasswordRejected.',
    );
  });

  it('tells of many troubles that there are more', () => {
    const many = statusOf({ 6: 'NoRoute', 7: 'TimedOut', 16: 'TimedOut', 17: 'TimedOut' });
    expect(messageOf(many, 'DependenciesReachable')).toMatch(/it is TimedOut; 2 more in status[.]connections[.]$/);
  });

  it('names what a check lacks', () => {
    expect(messageOf(statusOf({ 16: 'SettingsUnreadable' }), 'DependenciesReachable')).toBe(
      'connection 16 (IXN to IXN DB, pg:5999): it is SettingsUnreadable. Mend it; the check follows by itself.',
    );
  });

  it('says of what it does not know which rows it is about', () => {
    const pending = statusOf({ 16: 'Pending', 17: 'Pending' });
    expect(messageOf(pending, 'DependenciesReachable')).toMatch(/^connections 16 and 17: No check has been completed/);
    expect(messageOf(statusOf({ 6: 'ThroughSidecar' }), 'DependenciesReachable')).toBe('not checked: connection 6');
  });

  it('changes no other condition', () => {
    const others = (status: ReturnType<typeof assess>) =>
      conditionsOf(status).filter(({ type }) => type !== 'DependenciesReachable');
    expect(others(statusOf({ 16: 'ConnectionRefused' }))).toEqual(others(statusOf({})));
  });

  it('says that nobody looks where nothing is done for an instance, and what is known where somebody does', () => {
    const blocked = { kind: 'stalled', reason: 'InvalidSpec', message: 'no' } as const;
    const common = { generation: 2, nowMs: startMs, before: statusOf({}), blocked, workloads: [] };
    expect(inShort(assessBlocked(common))).toBe('Unknown ChecksSuspended');
    const checks = new Map([[16, { reason: 'NoRoute', message: 'no way' }]] as const);
    expect(inShort(assessBlocked({ ...common, checks }))).toBe('False NoRoute');
    expect(inShort(assessBlocked({ ...common, before: undefined }))).toBeUndefined();
    const off = assess(input({ connections, checks: 'Off' }));
    expect(inShort(assessBlocked({ ...common, before: off }))).toBe('Unknown Off');
  });
});

describe('the reasons of checks', () => {
  it('are other words than those of conditions', () => {
    expect(Object.keys(checkReasons).filter((reason) => Object.hasOwn(conditionReasons, reason))).toEqual([]);
  });
});
