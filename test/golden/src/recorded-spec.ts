import { type ConnectionEntry, parse } from '@ixn/interaction-server';
import { connectionEntries, resolve } from '@ixn/manifests';

/** What stands in the metadata of every recorded resource but its name. */
export const recordedMetadata = {
  namespace: 'voice',
  uid: '5c0a3c1e-6a57-4a41-9d39-0c5a8f3f7d11',
  creationTimestamp: '2026-03-01T11:59:59Z',
} as const;

/** What every recorded resource asks for. */
export const recordedSpec = {
  tenant: { id: '9350e2fc-a1dd-4c65-8d40-1f75a2e080dd', sid: '100' },
  ixnServer: {
    image: { repository: 'ixn/interaction_server', tag: '100.0.007.0400' },
    db: { host: 'pg.example.com', credentialsSecretRef: { name: 'ixn-db-secret-100' } },
  },
  ixnNode: { image: { repository: 'ixn/ixn_node', tag: '100.0.008.0501' } },
  ixnVQNode: { image: { repository: 'ixn/ixn_vq_node', tag: '100.0.008.0201' } },
};

/** What is known of the connections of an instance that asks for that. */
export function recordedConnections(): readonly ConnectionEntry[] {
  const parsed = parse({ metadata: { ...recordedMetadata, name: 'tenant-100', generation: 1 }, spec: recordedSpec });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return connectionEntries(resolve(parsed.value, { podMonitors: false }, {}));
}
