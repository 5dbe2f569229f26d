import type { ProtectionPolicy } from '../findings.ts';
import type { Findings, Verdict } from './verdict.ts';

/** DeletionProtected: whether a protection that the spec asks for holds. It says nothing of how the instance runs. */
export function deletionProtected({ protection }: Findings): Verdict | undefined {
  return protection && verdicts[protection];
}

const policy = 'ValidatingAdmissionPolicy interaction-server-deletion-protection';

const verdicts: Readonly<Record<ProtectionPolicy, Verdict>> = {
  Enforced: { status: 'True', reason: 'Protected', message: '' },
  Missing: {
    status: 'False',
    reason: 'ProtectionPolicyMissing',
    message: `the resource can be deleted: ${policy} or its binding is missing`,
  },
  Unreadable: {
    status: 'Unknown',
    reason: 'ProtectionPolicyUnreadable',
    message: `the operator could not look for ${policy} and its binding`,
  },
};
