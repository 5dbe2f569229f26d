import { interactionServer, type Overrides } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { judge } from '../judge.testing.ts';
import { parse } from '../parse.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What parse finds wrong with a minimal resource that has these fields too. */
function violationsOf(spec: Fields): readonly string[] {
  const parsed = parse(interactionServer({ spec }));
  return parsed.ok ? [] : parsed.violations.map(({ path, message }) => `${path}: ${message}`);
}

const credentialsSecretRef = { name: 'credentials' };
const key = { name: 'shared', key: 'ca.crt' };
const ixnDb = (fields: Fields) => ({ ixnServer: { db: { host: 'pg', credentialsSecretRef, ...fields } } });
const nodeDb = (fields: Fields) => ({ ixnNode: { db: { host: 'pg', credentialsSecretRef, ...fields } } });
const redis = (fields: Fields) => ({ ixnNode: { redis: { nodes: [{ host: 'redis' }], ...fields } } });
const brokers = ['kafka-0.example.com:19092'];

describe('the settings of the neighbours', () => {
  it.each<[string, Fields]>([
    ['a Consul agent on the own node', { ixnNode: { consul: {} } }],
    ['a Consul agent on a host', { ixnNode: { consul: { host: 'consul', port: 1, sslMode: true } } }],
    ['a database without TLS', ixnDb({})],
    ['a database whose name only begins like one of the server', ixnDb({ name: 'postgres-100' })],
    ['an authority in a Secret', ixnDb({ ca: { secretKeyRef: key } })],
    ['an authority in a ConfigMap', nodeDb({ ca: { configMapKeyRef: key } })],
    ['a database that is to be provisioned', ixnDb({ provision: { adminSecretRef: { name: 'admin' } } })],
    [
      'an administrator in the same Secret under other keys',
      nodeDb({
        provision: { adminSecretRef: { name: 'credentials', usernameKey: 'admin', passwordKey: 'admin-password' } },
      }),
    ],
    ['one Redis node', redis({})],
    ['a key that begins with a dot', redis({ secretKeyRef: { name: 'a', key: '.hidden' } })],
    ['Kafka by its brokers', { kafka: { bootstrapServers: brokers } }],
    ['Kafka by an IPv6 address', { kafka: { bootstrapServers: ['[fd00::1]:65535'] } }],
    ['Kafka by a Secret', { kafka: { secretKeyRef: key } }],
    [
      'Kafka by a Secret, with TLS',
      { kafka: { secretKeyRef: key, tls: { enabled: true, ca: { secretKeyRef: key } } } },
    ],
    ['settings of the node', { ixnNode: { settings: { 'log-level': 'debug', empty: '' } } }],
  ])('take %s', (_, spec) => {
    expect(violationsOf(spec)).toEqual([]);
    expect(judge(interactionServer({ spec }))).toEqual({ cel: [], parsed: [] });
  });

  it.each<[string, Fields, string]>([
    [
      'a Voice RQ without a port',
      { ixnNode: { voiceRq: { host: 'rq' } } },
      'spec.ixnNode.voiceRq.port: Required value',
    ],
    ['Redis without a node', redis({ nodes: [] }), 'spec.ixnNode.redis.nodes: '],
    [
      'more Redis nodes than the status can name',
      redis({ nodes: Array.from({ length: 17 }, () => ({ host: 'redis' })) }),
      'spec.ixnNode.redis.nodes: Too many: 17: must have at most 16 items',
    ],
    [
      'Pulse without a Stat Server',
      { ixnServer: { pulse: { statServers: [] } } },
      'spec.ixnServer.pulse.statServers: ',
    ],
    [
      'no port 0',
      { ixnNode: { consul: { port: 0 } } },
      'spec.ixnNode.consul.port: should be greater than or equal to 1',
    ],
    ['a TLS mode of another vendor', ixnDb({ sslMode: 'prefer' }), 'spec.ixnServer.db.sslMode: Unsupported value: '],
    [
      'an endless wait for a sign of life',
      nodeDb({ options: { keepAliveInitialDelayMillis: 86_400_001 } }),
      'spec.ixnNode.db.options.keepAliveInitialDelayMillis: should be less than or equal to 86400000',
    ],
    [
      'a broker without a port',
      { kafka: { bootstrapServers: ['kafka'] } },
      'spec.kafka.bootstrapServers[0]: must be host:port, such as ',
    ],
    [
      'a broker with port 65536',
      { kafka: { bootstrapServers: ['kafka:65536'] } },
      'spec.kafka.bootstrapServers[0]: must be host:port, such as ',
    ],
    [
      'a key that leads out of its folder',
      redis({ secretKeyRef: { name: 'a', key: '..' } }),
      'spec.ixnNode.redis.secretKeyRef.key: must be a key: ',
    ],
    ['provisioning by nobody', ixnDb({ provision: {} }), 'spec.ixnServer.db.provision.adminSecretRef: Required value'],
    [
      'an administrator who is the role itself',
      ixnDb({ provision: { adminSecretRef: { name: 'credentials' } } }),
      'spec.ixnServer.db: the role of the database must not be the one that makes it: ',
    ],
    [
      'a login without credentials',
      { kafka: { bootstrapServers: brokers, sasl: { mechanism: 'PLAIN' } } },
      'spec.kafka.sasl.credentialsSecretRef: Required value',
    ],
  ])('refuse %s', (_, spec, violation) => {
    const [first, ...others] = violationsOf(spec);
    expect(first?.slice(0, violation.length)).toBe(violation);
    expect(others).toEqual([]);
  });
});

it.each(['postgres', 'template0', 'template1'])('database %s of the server is refused, in CEL and in parse', (name) => {
  const message = 'must be a database of its own, not postgres, template0, template1, which the server itself has';
  for (const spec of [ixnDb({ name }), nodeDb({ name })]) {
    expect(judge(interactionServer({ spec }))).toEqual({ cel: [message], parsed: [message] });
  }
});

describe('a choice of two', () => {
  const neither = {};
  const kafkaMessage = 'give either bootstrapServers or secretKeyRef';
  const authorityMessage = 'give either secretKeyRef or configMapKeyRef';

  it.each<[string, Overrides['spec'], string]>([
    ['Kafka by nothing', { kafka: neither }, kafkaMessage],
    ['Kafka by both', { kafka: { bootstrapServers: brokers, secretKeyRef: key } }, kafkaMessage],
    ['an authority of IXN’s database by nothing', ixnDb({ ca: neither }), authorityMessage],
    [
      'an authority of the node’s database by both',
      nodeDb({ ca: { secretKeyRef: key, configMapKeyRef: key } }),
      authorityMessage,
    ],
    [
      'an authority of Kafka by nothing',
      { kafka: { bootstrapServers: brokers, tls: { ca: neither } } },
      authorityMessage,
    ],
  ])('refuses %s, in CEL and in parse', (_, spec = {}, message) => {
    expect(judge(interactionServer({ spec }))).toEqual({ cel: [message], parsed: [message] });
  });
});
