import { componentUsers } from './pki.ts';

/**
 * What the API server's audit log holds: every write with the object that was sent, every read without content, each
 * with user, user agent and result. Left out are the reads of the control plane's own parts, which nobody asks for and
 * which would make up most of the log.
 */
export function renderAuditPolicy(): string {
  const own = [componentUsers['kube-controller-manager'].commonName, componentUsers['kube-scheduler'].commonName];
  const policy = {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived', 'ResponseStarted'],
    rules: [
      {
        level: 'None',
        users: [...own, componentUsers.kwok.commonName, 'system:apiserver'],
        verbs: ['get', 'list', 'watch'],
      },
      { level: 'None', userGroups: ['system:serviceaccounts:kube-system'], verbs: ['get', 'list', 'watch'] },
      { level: 'None', nonResourceURLs: ['/*'] },
      { level: 'Metadata', verbs: ['get', 'list', 'watch'] },
      { level: 'Request' },
    ],
  };
  return JSON.stringify(policy, undefined, 2);
}
