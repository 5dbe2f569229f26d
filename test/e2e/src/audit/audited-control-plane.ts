import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditLogPlace } from '../cluster-facts.ts';

const policyPath = '/etc/kubernetes/audit/policy.json';
const logFolder = '/var/log/kubernetes';
const logPath = `${logFolder}/audit.log`;

/** What the API server is started with beside what kind gives it. */
const flags = {
  'audit-policy-file': policyPath,
  'audit-log-path': logPath,
  'audit-log-maxsize': '4096', // megabytes: never rotated
  // As OpenShift has it; see the rights of the operator.
  'enable-admission-plugins': 'NodeRestriction,OwnerReferencesPermissionEnforcement',
} as const;

const extraVolumes = [
  { name: 'audit-policy', hostPath: policyPath, mountPath: policyPath, readOnly: true, pathType: 'File' },
  { name: 'audit-log', hostPath: logFolder, mountPath: logFolder, readOnly: false, pathType: 'DirectoryOrCreate' },
];

/** kubeadm has had two ways to write flags down; kind takes the patch of the version that it writes itself. */
const patches = [
  { version: 'v1beta3', extraArgs: flags },
  { version: 'v1beta4', extraArgs: Object.entries(flags).map(([name, value]) => ({ name, value })) },
].map(({ version, extraArgs }) => ({
  apiVersion: `kubeadm.k8s.io/${version}`,
  kind: 'ClusterConfiguration',
  apiServer: { extraArgs, extraVolumes },
}));

/** A control plane of kind's whose API server writes down what the ServiceAccounts of a namespace ask for. */
export function auditedControlPlane(folder: string, auditedNamespace: string): { readonly role: string } {
  const hostPath = join(folder, 'audit-policy.json');
  const policy = {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    // A watch is to be seen when it begins, as it may outlive the run.
    omitStages: ['RequestReceived'],
    rules: [{ level: 'Metadata', userGroups: [`system:serviceaccounts:${auditedNamespace}`] }, { level: 'None' }],
  };
  writeFileSync(hostPath, JSON.stringify(policy));
  const controlPlane = {
    role: 'control-plane',
    kubeadmConfigPatches: patches.map((patch) => JSON.stringify(patch)),
    extraMounts: [{ hostPath, containerPath: policyPath, readOnly: true }],
  };
  return controlPlane;
}

/** Where the log of such a cluster is. */
export function auditLogOf(kindName: string): AuditLogPlace {
  return { node: `${kindName}-control-plane`, path: logPath };
}
