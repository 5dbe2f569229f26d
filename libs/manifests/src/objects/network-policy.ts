import {
  consulConnectPorts,
  type EgressRule,
  egressRules,
  type IngressRule,
  ingressRules,
  isWorkload,
  type Party,
  type Workload,
} from '@ixn/connections';
import type { InteractionServerSpec } from '@ixn/interaction-server';
import { connectionsAnnotation } from '../annotations.ts';
import { provisionSelectorLabels, selectorLabels } from '../labels.ts';
import { provisionPolicyName } from '../names.ts';
import { sortedByKey } from '../sorted-by-key.ts';
import type { ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { objectMetadata } from './object-metadata.ts';

type Policy = InteractionServerSpec['networkPolicy'];

/** A NetworkPolicy as we say it. */
export interface NetworkPolicySpec {
  readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly policyTypes: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly (Ports & { readonly from?: Peers })[];
  readonly egress?: readonly (Ports & { readonly to?: Peers })[];
}

type IngressPolicyRule = NonNullable<NetworkPolicySpec['ingress']>[number];

interface Ports {
  readonly ports: readonly { readonly protocol: 'TCP' | 'UDP'; readonly port: number }[];
}

type Peers = NonNullable<Policy['peers']['kafka']>['peers'];

/**
 * Names are looked up over UDP, and over TCP when the answer is long. A policy sees the ports of the pods: those of OpenShift's
 * DNS are others than its Service's.
 */
function dnsRule({ platform }: ResolvedInstance): Ports {
  const ports = platform === 'OpenShift' ? [53, 5353] : [53];
  return { ports: ports.flatMap((port) => [{ protocol: 'UDP', port } as const, { protocol: 'TCP', port } as const]) };
}

/**
 * Who may connect with a workload: one rule for each row of the table that concerns it, in the order of their numbers, then the
 * further rules of the spec. A neighbour without a peer is open on its ports to everybody. In mode Full what goes out is closed
 * likewise, but for the names that are looked up. Undefined in mode Off.
 */
export function networkPolicy(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
): ChildOf<'NetworkPolicy'> | undefined {
  const { networkPolicy: policy, context } = instance;
  if (policy.mode === 'Off') return undefined;
  const name = workload.workload;
  const incoming = ingressRules(name, instance.table);
  const outgoing = policy.mode === 'Full' ? egressRules(name, instance.table, context) : [];
  const rows = [...incoming, ...outgoing].map((rule) => rule.row).toSorted((a, b) => a - b);
  const metadata = objectMetadata(instance, workload, workload.name);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { ...metadata, annotations: { [connectionsAnnotation]: rows.join(',') } },
    spec: {
      podSelector: { matchLabels: { ...selectorLabels(instance.name, name) } },
      policyTypes: policy.mode === 'Full' ? ['Ingress', 'Egress'] : ['Ingress'],
      ingress: [
        ...incoming.map((rule) => toIngress(rule, instance, workload)),
        ...extraRules(policy.extraIngress, name).map(({ peers, ports }) => ({ ...fromOf(peers), ports })),
      ],
      ...(policy.mode === 'Full' && {
        egress: [
          dnsRule(instance),
          ...outgoing.map((rule) => toEgress(rule, instance)),
          ...meshRules(instance),
          ...extraRules(policy.extraEgress, name).map(({ peers, ports }) => ({ ...toOf(peers), ports })),
        ],
      }),
    },
  };
}

/**
 * The same of the Job that provisions the workload's database: nobody connects to it, and in mode Full it reaches the database
 * alone. Undefined where the spec asks for none.
 */
export function provisionNetworkPolicy(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
): ChildOf<'NetworkPolicy'> | undefined {
  const { networkPolicy: policy, context, databases } = instance;
  const name = workload.workload;
  const database = databases.find((candidate) => candidate.workload === name && candidate.admin !== undefined);
  if (policy.mode === 'Off' || database === undefined) return undefined;
  const outgoing = egressRules(name, instance.table, context).filter(({ row }) => row === database.number);
  const metadata = objectMetadata(instance, workload, provisionPolicyName(instance.name, name));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { ...metadata, annotations: { [connectionsAnnotation]: String(database.number) } },
    spec: {
      podSelector: { matchLabels: { ...provisionSelectorLabels(instance.name, name) } },
      policyTypes: policy.mode === 'Full' ? ['Ingress', 'Egress'] : ['Ingress'],
      // An empty list would leave no trace in managedFields.
      ...(policy.mode === 'Full' && {
        egress: [dnsRule(instance), ...outgoing.map((rule) => toEgress(rule, instance))],
      }),
    },
  };
}

function toIngress(rule: IngressRule, instance: ResolvedInstance, workload: ResolvedWorkload): IngressPolicyRule {
  const served = workload.ports.filter((port) => port.name === rule.portName).map(({ port }) => port);
  const ports = arrivesThroughMesh(rule, instance) ? [consulConnectPorts.sidecarInbound] : served;
  return { ...fromOf(peersOf(rule.from, instance)), ports: tcp(ports) };
}

/** With Consul Connect, services of the cluster come to a workload through the sidecar of its own port. */
function arrivesThroughMesh(rule: IngressRule, { context, table }: ResolvedInstance): boolean {
  const row = table.find((candidate) => candidate.number === rule.row);
  const fromService = row?.classification === 'Intra-cluster' && !isWorkload(rule.from);
  return context.connect && rule.portName === 'default' && fromService;
}

function toEgress(rule: EgressRule, instance: ResolvedInstance): Ports & { readonly to?: Peers } {
  const ports = rule.throughMesh ? [consulConnectPorts.sidecarInbound] : egressPorts(rule, instance.networkPolicy);
  return { ...toOf(peersOf(rule.to, instance)), ports: tcp(ports) };
}

/** The ports as the neighbour's pods see them, where the spec says so: a policy knows nothing of a Service's port. */
function egressPorts({ to, ports }: EgressRule, { peers }: Policy): readonly number[] {
  const own: { readonly peers?: unknown; readonly ports?: readonly number[] } = isWorkload(to) ? {} : (peers[to] ?? {});
  return own.ports ?? ports;
}

/** The sidecars of Consul Connect fetch their configuration from Consul. */
function meshRules(instance: ResolvedInstance): readonly (Ports & { readonly to?: Peers })[] {
  if (!instance.context.connect) return [];
  return [{ ...toOf(peersOf('consul', instance)), ports: tcp(consulConnectPorts.control) }];
}

/** Who a party is: our own workload by its labels, a neighbour as the spec says; undefined where it says nothing. */
function peersOf(party: Party, { name, networkPolicy: { peers } }: ResolvedInstance): Peers | undefined {
  if (isWorkload(party)) return [{ podSelector: { matchLabels: selectorLabels(name, party) } }];
  return peers[party]?.peers;
}

function extraRules(rules: Policy['extraIngress'], workload: Workload) {
  return (rules ?? [])
    .filter((rule) => rule.workload === workload)
    .map(({ peers, ports }) => ({ peers, ports: tcp(ports) }));
}

function tcp(ports: readonly number[]): Ports['ports'] {
  return ports.map((port) => ({ protocol: 'TCP', port }));
}

function fromOf(peers: Peers | undefined): { readonly from?: Peers } {
  return peers === undefined ? {} : { from: sortedPeers(peers) };
}

function toOf(peers: Peers | undefined): { readonly to?: Peers } {
  return peers === undefined ? {} : { to: sortedPeers(peers) };
}

/** The order in which labels stand in the spec changes no byte. */
function sortedPeers(peers: Peers): Peers {
  return peers.map((peer) => ({
    ...peer,
    ...(peer.namespaceSelector && { namespaceSelector: sortedSelector(peer.namespaceSelector) }),
    ...(peer.podSelector && { podSelector: sortedSelector(peer.podSelector) }),
  }));
}

function sortedSelector(selector: Selector): Selector {
  return { ...selector, ...(selector.matchLabels && { matchLabels: sortedByKey(selector.matchLabels) }) };
}

type Selector = NonNullable<Peers[number]['podSelector']>;
