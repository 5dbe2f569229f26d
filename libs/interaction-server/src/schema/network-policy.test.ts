import { connections, parties, workloads } from '@ixn/connections';
import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { judge } from '../judge.testing.ts';
import { parse } from '../parse.ts';
import { networkPolicySchema } from './network-policy.ts';

type Fields = Readonly<Record<string, unknown>>;

function violationsOf(networkPolicy: Fields): readonly string[] {
  const parsed = parse(interactionServer({ spec: { networkPolicy } }));
  return parsed.ok ? [] : parsed.violations.map(({ path, message }) => `${path}: ${message}`);
}

const anywhere = [{ namespaceSelector: {} }];
const neighbours = Object.keys(parties).filter((party) => !workloads.some((workload) => workload === party));

describe('the ports of a neighbour', () => {
  it('can be given for those that the instance connects to, and for no others', () => {
    const shape = networkPolicySchema.unwrap().shape.peers.unwrap().shape;
    const withPorts = Object.entries(shape).filter(([, peer]) => 'ports' in peer.unwrap().shape);
    const destinations = connections
      .map((row) => row.destination)
      .filter((party) => parties[party].role === 'neighbour');
    expect(new Set(withPorts.map(([party]) => party))).toEqual(new Set(destinations));
  });
});

describe('networkPolicy.peers', () => {
  it.each(neighbours)('names the neighbour %s', (party) => {
    const networkPolicy = { peers: { [party]: { peers: anywhere } } };
    const parsed = parse(interactionServer({ spec: { networkPolicy } }));
    expect(parsed).toMatchObject({ ok: true, value: { spec: { networkPolicy } } });
  });

  it('gives no workload of the instance a peer, as its labels say who it is', () => {
    const peers = Object.fromEntries(workloads.map((workload) => [workload, { peers: anywhere }]));
    const parsed = parse(interactionServer({ spec: { networkPolicy: { peers } } }));
    expect(parsed).toMatchObject({ ok: true, value: { spec: { networkPolicy: { peers: {} } } } });
  });

  it.each<[string, Fields, readonly string[]]>([
    ['a namespace', { namespaceSelector: {} }, []],
    ['pods', { podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['a'] }] } }, []],
    ['pods of a namespace', { namespaceSelector: {}, podSelector: { matchLabels: { app: 'a' } } }, []],
    ['addresses', { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }, []],
    ['IPv6 addresses', { ipBlock: { cidr: 'fd00::/64' } }, []],
    ['nothing', {}, ['give either ipBlock, or namespaceSelector and podSelector or one of them']],
    [
      'addresses and pods',
      { ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} },
      ['give either ipBlock, or namespaceSelector and podSelector or one of them'],
    ],
    ['an address without a length', { ipBlock: { cidr: '10.0.0.1' } }, ['must be a CIDR, such as 10.20.0.0/24']],
  ])('says of a peer that is %s the same in CEL as in parse', (_, peer, messages) => {
    for (const networkPolicy of [
      { peers: { gws: { peers: [peer] } } },
      { extraIngress: [{ workload: 'ixnNode', peers: [peer], ports: [1] }] },
    ]) {
      expect(judge(interactionServer({ spec: { networkPolicy } }))).toEqual({ cel: messages, parsed: messages });
    }
  });

  it.each<[string, Fields, string]>([
    ['a neighbour that is nobody', { peers: { gws: { peers: [] } } }, 'spec.networkPolicy.peers.gws.peers: '],
    [
      'a neighbour without a port',
      { peers: { pulse: { peers: anywhere, ports: [] } } },
      'spec.networkPolicy.peers.pulse.ports: ',
    ],
    [
      'a further rule for nobody, which Kubernetes reads as everybody',
      { extraEgress: [{ workload: 'ixnServer', peers: [], ports: [1] }] },
      'spec.networkPolicy.extraEgress[0].peers: ',
    ],
    [
      'a further rule without ports',
      { extraIngress: [{ workload: 'ixnServer' }] },
      'spec.networkPolicy.extraIngress[0].ports: ',
    ],
    [
      'a further rule for a neighbour',
      { extraIngress: [{ workload: 'gws', ports: [1] }] },
      'spec.networkPolicy.extraIngress[0].workload: ',
    ],
  ])('refuses %s', (_, networkPolicy, where) => {
    const violations = violationsOf(networkPolicy);
    expect(violations.map((violation) => violation.slice(0, where.length))).toEqual([where]);
  });
});

describe('Kafka by a Secret', () => {
  const kafka = { secretKeyRef: { name: 'kafka-shared-secret', key: 'kafka-secrets' } };
  const message =
    'give networkPolicy.peers.kafka with its ports: in mode Full they must be known, and kafka.secretKeyRef does not say them';
  const peer = { peers: anywhere };

  it.each<[string, Fields, readonly string[]]>([
    ['in mode Ingress', { mode: 'Ingress' }, []],
    ['in mode Off', { mode: 'Off' }, []],
    ['in mode Full without a peer', { mode: 'Full' }, [message]],
    ['in mode Full with a peer that has no ports', { mode: 'Full', peers: { kafka: peer } }, [message]],
    [
      'in mode Full with the ports of another peer',
      { mode: 'Full', peers: { pulse: { ...peer, ports: [1] } } },
      [message],
    ],
    ['in mode Full with a peer and its ports', { mode: 'Full', peers: { kafka: { ...peer, ports: [1] } } }, []],
  ])('%s says the same in CEL as in parse', (_, networkPolicy, messages) => {
    const judged = judge(interactionServer({ spec: { kafka, networkPolicy } }));
    expect(judged).toEqual({ cel: messages, parsed: messages });
  });

  it('needs no ports in mode Full where the brokers are named', () => {
    const brokers = { bootstrapServers: ['kafka:1'] };
    expect(judge(interactionServer({ spec: { kafka: brokers, networkPolicy: { mode: 'Full' } } })).cel).toEqual([]);
  });
});
