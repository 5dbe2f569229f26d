import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createLeaderElector, type LeaderElector } from '@ixn/controller-runtime';
import { createKubeClient, createTransport, type TransportOptions } from '@ixn/kube-client';
import type { Logger } from '@ixn/telemetry';
import type { Configuration } from './configuration.ts';
import { fieldManager } from './field-manager.ts';
import { noteElection } from './notes.ts';

/** Whether and when this process works, as there may be several of its kind. */
export interface Leadership extends LeaderElector {
  close(): Promise<void>;
}

/** Leads when the Lease is its own, or all the time where no leader is elected. */
export function createLeadership(
  { leaderElect, leaseName, leaseNamespace, pod = hostname() }: Configuration,
  options: TransportOptions,
  log: Logger,
): Leadership {
  if (!leaderElect) {
    return { run: (lead, signal) => lead(signal), isLeading: () => true, close: () => Promise.resolve() };
  }
  // A connection of its own: a renewal must not wait behind the writes of the instances.
  const transport = createTransport({ ...options, maxConnections: 1 });
  const { kubeConfig } = options;
  const namespace = leaseNamespace ?? kubeConfig.getContextObject(kubeConfig.currentContext)?.namespace ?? 'default';
  const lease = { namespace: namespace.trim(), name: leaseName };
  const elector = createLeaderElector({
    client: createKubeClient(transport),
    lease,
    identity: `${pod}_${randomUUID()}`,
    fieldManager,
    observe: (note) => noteElection(log.child({ lease }), note),
  });
  return { ...elector, close: () => transport.close() };
}
