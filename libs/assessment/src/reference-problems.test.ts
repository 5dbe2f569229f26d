import { describe, expect, it } from 'vitest';
import { assess } from './assess.ts';
import {
  input,
  inShort,
  keyMissing,
  messageOf,
  minuteMs,
  replacing,
  rollingSince,
  secretMissing,
  startMs,
  unreadable,
} from './scenes.testing.ts';

describe('what is said of Secrets and ConfigMaps', () => {
  it('names the object, the key and who reads it', () => {
    const status = assess(input({ referenceProblems: { ixnServer: [secretMissing], ixnVQNode: [keyMissing] } }));
    expect(messageOf(status, 'Reconciling')).toBe(
      'Secret db, which ixnServer reads, does not exist; key password of Secret db, which ixnVQNode reads, does not exist',
    );
  });

  it('says a thing once for all workloads that it keeps back', () => {
    const status = assess(
      input({ referenceProblems: { ixnServer: [unreadable], ixnNode: [unreadable, secretMissing] } }),
    );
    expect(messageOf(status, 'Ready')).toBe(
      'ConfigMap ca, which ixnServer and ixnNode read, cannot be read: forbidden; Secret db, which ixnNode reads, does not exist',
    );
  });

  it('is the reason of a rollout that takes too long, as pods that wait for it say none', () => {
    const late = { observed: { ixnServer: replacing }, before: rollingSince(startMs - 11 * minuteMs) };
    const status = assess(input({ ...late, referenceProblems: { ixnServer: [secretMissing] } }));
    expect(inShort(status)).toEqual([
      'Ready=False SecretMissing',
      'Available=False NoReadyPod',
      'Stalled=True SecretMissing',
    ]);
    expect(messageOf(status, 'Stalled')).toBe(
      'the rollout takes too long: Secret db, which ixnServer reads, does not exist; ixnServer: 0 of 1 pods ready, 0 up to date',
    );
  });
});
