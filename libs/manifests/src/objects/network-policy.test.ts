import { consulConnectPorts, defaultPort, parties, type Party, type Workload, workloads } from '@ixn/connections';
import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { connectionsAnnotation } from '../annotations.ts';
import { selectorLabels } from '../labels.ts';
import { objectsOfKind } from '../resolved.testing.ts';
import type { NetworkPolicySpec } from './network-policy.ts';

type Fields = Readonly<Record<string, unknown>>;

const credentialsSecretRef = { name: 'credentials' };
const kafkaPort = 19_092;
const voiceRqPort = 9999;

/** Every outgoing connection is configured, on the port of the table where it has one. */
const everything: Fields = {
  ixnServer: {
    confServer: { host: 'conf', appName: 'ixn' },
    db: { host: 'pg', credentialsSecretRef },
    pulse: { statServers: [{ host: 'pulse-0' }, { host: 'pulse-1' }] },
  },
  ixnNode: {
    consul: {},
    voiceRq: { host: 'rq', port: voiceRqPort },
    configNode: { host: 'config' },
    redis: { nodes: [{ host: 'redis' }] },
    db: { host: 'pg', credentialsSecretRef },
  },
  kafka: { bootstrapServers: [`kafka:${kafkaPort}`] },
};

interface Row {
  readonly row: number;
  readonly party: Party;
  readonly port: number;
}

/** What arrives at each workload and what it opens, as the connections table has it. */
const expected: Readonly<
  Record<Workload, { readonly suffix: string; readonly in: readonly Row[]; readonly out: readonly Row[] }>
> = {
  ixnServer: {
    suffix: 'ixn',
    in: [
      { row: 2, party: 'ixnNode', port: defaultPort('ixnServer.ports.default') },
      { row: 3, party: 'gws', port: defaultPort('ixnServer.ports.default') },
      { row: 4, party: 'statServer', port: defaultPort('ixnServer.ports.default') },
      { row: 12, party: 'prometheus', port: defaultPort('ixnServer.ports.health') },
      { row: 18, party: 'pulse', port: defaultPort('ixnServer.ports.default') },
    ],
    out: [
      { row: 5, party: 'configServer', port: defaultPort('ixnServer.confServer.port') },
      { row: 6, party: 'kafka', port: kafkaPort },
      { row: 16, party: 'ixnDb', port: defaultPort('ixnServer.db.port') },
      { row: 19, party: 'pulse', port: defaultPort('ixnServer.pulse.statServers.port') },
    ],
  },
  ixnNode: {
    suffix: 'ixn-node',
    in: [{ row: 11, party: 'prometheus', port: defaultPort('ixnNode.ports.health') }],
    out: [
      { row: 1, party: 'consul', port: defaultPort('ixnNode.consul.port') },
      { row: 2, party: 'ixnServer', port: defaultPort('ixnServer.ports.default') },
      { row: 13, party: 'voiceRq', port: voiceRqPort },
      { row: 14, party: 'voiceConfig', port: defaultPort('ixnNode.configNode.port') },
      { row: 15, party: 'orsRedis', port: defaultPort('ixnNode.redis.nodes.port') },
      { row: 17, party: 'ixnNodeDb', port: defaultPort('ixnNode.db.port') },
    ],
  },
  ixnVQNode: {
    suffix: 'vq-node',
    in: [
      { row: 8, party: 'urs', port: defaultPort('ixnVQNode.ports.default') },
      { row: 9, party: 'statServer', port: defaultPort('ixnVQNode.ports.default') },
      { row: 10, party: 'prometheus', port: defaultPort('ixnVQNode.ports.health') },
    ],
    out: [{ row: 7, party: 'kafka', port: kafkaPort }],
  },
};

const neighbours = Object.keys(parties).filter((party) => !workloads.some((workload) => workload === party));
const somePeers = ['gws', 'prometheus', 'kafka', 'ixnNodeDb'];
const dns = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];

/** A peer by which the party can be told from the others. */
function peerOf(party: string) {
  return { namespaceSelector: { matchLabels: { party } } };
}

function peersFor(named: readonly string[]): Fields {
  return Object.fromEntries(named.map((party) => [party, { peers: [peerOf(party)] }]));
}

/** The policies of an instance in which everything is configured, by the end of their names. */
function policiesOf(networkPolicy: Fields, spec: Fields = {}) {
  return objectsOfKind('NetworkPolicy', interactionServer({ spec: { ...everything, ...spec, networkPolicy } }));
}

function policyOf(
  workload: Workload,
  networkPolicy: Fields,
  spec: Fields = {},
): NetworkPolicySpec & { readonly ingress: NonNullable<NetworkPolicySpec['ingress']> } {
  const policy = policiesOf(networkPolicy, spec)[expected[workload].suffix];
  if (policy === undefined) throw new Error(`there is no policy of ${workload}`);
  return { ...policy.spec, ingress: policy.spec.ingress ?? [] };
}

/** Who a row's other party is in a rule: its peers, or nothing, which is everybody. */
function partyRule(direction: 'from' | 'to', party: Party, named: readonly string[]) {
  const workload = workloads.find((candidate) => candidate === party);
  if (workload !== undefined) {
    return { [direction]: [{ podSelector: { matchLabels: selectorLabels('tenant-100', workload) } }] };
  }
  return named.includes(party) ? { [direction]: [peerOf(party)] } : {};
}

function tcp(...ports: readonly number[]) {
  return { ports: ports.map((port) => ({ protocol: 'TCP', port })) };
}

const cells = workloads.flatMap((workload) =>
  (['Ingress', 'Full'] as const).flatMap((mode) =>
    [
      { peers: 'no peers', named: [] },
      { peers: 'some peers', named: somePeers },
      { peers: 'every peer', named: neighbours },
    ].map((cell) => ({ workload, mode, ...cell })),
  ),
);

describe('the NetworkPolicy of a workload', () => {
  it.each(cells)('has in mode $mode with $peers one rule for each row of $workload', ({ workload, mode, named }) => {
    const { suffix, in: incoming, out: outgoing } = expected[workload];
    const policy = policiesOf({ mode, peers: peersFor(named) })[suffix];
    expect(policy?.spec).toEqual({
      podSelector: { matchLabels: selectorLabels('tenant-100', workload) },
      policyTypes: mode === 'Full' ? ['Ingress', 'Egress'] : ['Ingress'],
      ingress: incoming.map(({ party, port }) => ({ ...partyRule('from', party, named), ...tcp(port) })),
      ...(mode === 'Full' && {
        egress: [
          { ports: dns },
          ...outgoing.map(({ party, port }) => ({ ...partyRule('to', party, named), ...tcp(port) })),
        ],
      }),
    });
    const rows = [...incoming, ...(mode === 'Full' ? outgoing : [])].map(({ row }) => row);
    expect(policy?.metadata.annotations?.[connectionsAnnotation]).toBe(rows.toSorted((a, b) => a - b).join(','));
  });

  it('is none in mode Off', () => {
    expect(policiesOf({ mode: 'Off' })).toEqual({});
  });

  it('is Ingress where nothing is said', () => {
    const policies = objectsOfKind('NetworkPolicy', interactionServer());
    expect(Object.values(policies).map(({ spec }) => spec.policyTypes)).toEqual([
      ['Ingress'],
      ['Ingress'],
      ['Ingress'],
    ]);
  });

  it('takes row 2 from the IXN Node of the same instance alone, whoever else is named', () => {
    const [row2] = policyOf('ixnServer', { mode: 'Ingress' }).ingress;
    expect(row2?.from).toEqual([{ podSelector: { matchLabels: { ...selectorLabels('tenant-100', 'ixnNode') } } }]);
    const other = objectsOfKind('NetworkPolicy', interactionServer({ metadata: { name: 'tenant-200' } }));
    expect(other['ixn']?.spec.ingress?.[0]?.from).not.toEqual(row2?.from);
  });

  it('lets nothing out for a row that is not configured, but names that are looked up', () => {
    const policies = objectsOfKind('NetworkPolicy', interactionServer({ spec: { networkPolicy: { mode: 'Full' } } }));
    expect(policies['ixn']?.spec.egress).toEqual([{ ports: dns }]);
    expect(policies['vq-node']?.spec.egress).toEqual([{ ports: dns }]);
    expect(policies['ixn']?.metadata.annotations?.[connectionsAnnotation]).toBe('2,3,4,12,18');
  });

  it('lets names be looked up on OpenShift, whose DNS pods have another port than its Service', () => {
    const [first] = policyOf('ixnVQNode', { mode: 'Full' }, { platform: 'OpenShift' }).egress ?? [];
    expect(first?.ports).toEqual(expect.arrayContaining([...dns, { protocol: 'UDP', port: 5353 }]));
  });
});

describe('the ports of a NetworkPolicy', () => {
  const portsOf = (rules: NetworkPolicySpec['ingress'] | undefined) =>
    (rules ?? []).flatMap(({ ports }) => ports.map(({ port }) => port));

  it('never hold the port of IXN Node itself, unless a further rule opens it', () => {
    const own = defaultPort('ixnNode.ports.default');
    for (const mode of ['Ingress', 'Full']) {
      const specs = Object.values(policiesOf({ mode, peers: peersFor(neighbours) })).map(({ spec }) => spec);
      expect(specs.flatMap(({ ingress, egress }) => [...portsOf(ingress), ...portsOf(egress)])).not.toContain(own);
    }
    const extraIngress = [{ workload: 'ixnNode', peers: [peerOf('debug')], ports: [own] }];
    expect(policyOf('ixnNode', { extraIngress }).ingress.at(-1)).toEqual({ from: [peerOf('debug')], ...tcp(own) });
    expect(portsOf(policyOf('ixnServer', { extraIngress }).ingress)).not.toContain(own);
  });

  it('follow the spec where it serves others', () => {
    const ports = { default: 17_120, health: 13_031 };
    const { ingress } = policyOf('ixnServer', {}, { ixnServer: { ports } });
    expect(portsOf(ingress)).toEqual([17_120, 17_120, 17_120, 13_031, 17_120]);
  });

  it('are those that the pods of a neighbour see, where its peer says them', () => {
    const peers = { kafka: { peers: [peerOf('kafka')], ports: [29_092, 29_093] } };
    const rule = { to: [peerOf('kafka')], ...tcp(29_092, 29_093) };
    expect(policyOf('ixnServer', { mode: 'Full', peers }).egress).toContainEqual(rule);
    expect(policyOf('ixnVQNode', { mode: 'Full', peers }).egress).toContainEqual(rule);
  });

  it('are those of the peer where a Secret has the brokers', () => {
    const peers = { kafka: { peers: [peerOf('kafka')], ports: [29_092] } };
    const kafka = { secretKeyRef: { name: 'kafka-shared-secret', key: 'kafka-secrets' } };
    const { egress } = policyOf('ixnVQNode', { mode: 'Full', peers }, { kafka });
    expect(egress?.slice(1)).toEqual([{ to: [peerOf('kafka')], ...tcp(29_092) }]);
  });

  it('are never an empty list, which Kubernetes reads as every port', () => {
    for (const { spec } of Object.values(policiesOf({ mode: 'Full' }))) {
      for (const { ports } of [...(spec.ingress ?? []), ...(spec.egress ?? [])])
        expect(ports.length).toBeGreaterThan(0);
    }
  });

  it('stand once for several endpoints on one port, and ascend', () => {
    const nodes = [16_380, 16_379, 16_380].map((port, index) => ({ host: `redis-${index}`, port }));
    const ixnNode = { redis: { nodes } };
    const { egress } = policyOf('ixnNode', { mode: 'Full', peers: peersFor(['orsRedis']) }, { ixnNode });
    expect(egress).toContainEqual({ to: [peerOf('orsRedis')], ...tcp(16_379, 16_380) });
  });
});

describe('further rules of a NetworkPolicy', () => {
  const rule = { peers: [peerOf('debug')], ports: [4317, 4318] };

  it('come last, to the workload that they name, and those of the way out in mode Full only', () => {
    const networkPolicy = {
      mode: 'Full',
      extraIngress: [{ workload: 'ixnVQNode', ...rule }],
      extraEgress: [{ workload: 'ixnServer', ports: [1] }],
    };
    expect(policyOf('ixnVQNode', networkPolicy).ingress.at(-1)).toEqual({ from: rule.peers, ...tcp(4317, 4318) });
    expect(policyOf('ixnServer', networkPolicy).egress?.at(-1)).toEqual(tcp(1));
    expect(policyOf('ixnVQNode', networkPolicy).egress).not.toContainEqual(tcp(1));
    expect(policyOf('ixnServer', { ...networkPolicy, mode: 'Ingress' })).not.toHaveProperty('egress');
  });
});

describe('the NetworkPolicy with Consul Connect', () => {
  const { sidecarInbound, control } = consulConnectPorts;
  const mesh = { consulConnect: { enabled: true } };
  const inAll = { mode: 'Full', peers: peersFor(neighbours) };

  it.each<[Workload, number, Party]>([
    ['ixnServer', 3, 'gws'],
    ['ixnServer', 4, 'statServer'],
    ['ixnVQNode', 8, 'urs'],
    ['ixnVQNode', 9, 'statServer'],
  ])('opens the port of the sidecar of %s in place of that of row %i', (workload, row, party) => {
    const { ingress } = policyOf(workload, inAll, mesh);
    const index = expected[workload].in.findIndex((candidate) => candidate.row === row);
    expect(ingress[index]).toEqual({ from: [peerOf(party)], ...tcp(sidecarInbound) });
  });

  it.each<[Workload, Party]>([
    ['ixnServer', 'configServer'],
    ['ixnNode', 'voiceConfig'],
  ])('lets %s out to the sidecar of %s, whose upstream it has', (workload, party) => {
    expect(policyOf(workload, inAll, mesh).egress).toContainEqual({ to: [peerOf(party)], ...tcp(sidecarInbound) });
  });

  it('leaves the other rows on their ports: from the own node, from outside of the cluster, for metrics, to databases', () => {
    const ports = (rules: NonNullable<NetworkPolicySpec['ingress']>) =>
      rules.map((rule) => rule.ports.map(({ port }) => port));
    const main = defaultPort('ixnServer.ports.default');
    const { ingress, egress = [] } = policyOf('ixnServer', inAll, mesh);
    expect(ports(ingress)).toEqual([
      [main],
      [sidecarInbound],
      [sidecarInbound],
      [defaultPort('ixnServer.ports.health')],
      [main],
    ]);
    expect(egress).toContainEqual({ to: [peerOf('ixnDb')], ...tcp(defaultPort('ixnServer.db.port')) });
  });

  it.each(workloads)('lets the sidecar of %s fetch its configuration from Consul in mode Full', (workload) => {
    expect(policyOf(workload, inAll, mesh).egress).toContainEqual({ to: [peerOf('consul')], ...tcp(...control) });
    expect(policyOf(workload, inAll).egress).not.toContainEqual({ to: [peerOf('consul')], ...tcp(...control) });
  });
});
