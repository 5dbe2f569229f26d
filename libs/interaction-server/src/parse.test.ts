import { defaultPort, portParameters, type Workload } from '@ixn/connections';
import { arbitraryInteractionServer, fullInteractionServer, interactionServer, type Overrides } from '@ixn/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from './parse.ts';

const image = { repository: 'ixn/interaction_server', tag: '1' };

function specOf(resource: unknown) {
  const parsed = parse(resource);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return parsed.value.spec;
}

function portsOf(workload: Workload) {
  return { default: defaultPort(`${workload}.ports.default`), health: defaultPort(`${workload}.ports.health`) };
}

function violationsOf(overrides: Overrides): readonly string[] {
  const parsed = parse(interactionServer(overrides));
  return parsed.ok ? [] : parsed.violations.map(({ path, message }) => `${path}: ${message}`);
}

describe('parse of a valid resource', () => {
  it('gives name, namespace, uid and generation beside the spec, and nothing else of the metadata', () => {
    const resource = interactionServer();
    const { name, namespace, uid, generation } = resource.metadata;
    const metadata = { ...resource.metadata, labels: { team: 'voice' }, resourceVersion: '7' };
    expect(parse({ ...resource, metadata })).toEqual({
      ok: true,
      value: {
        name,
        namespace,
        uid,
        generation,
        directives: { pause: 'None', applyPending: undefined },
        spec: specOf(resource),
      },
    });
  });

  it('fills in what has a default, and leaves out what has none', () => {
    const { tenant, ixnServer, ixnNode, ixnVQNode } = interactionServer().spec;
    const common = { replicas: 1, terminationGracePeriodSeconds: 30 };
    const enabled = { enabled: true };
    expect(specOf(interactionServer())).toEqual({
      tenant,
      platform: 'Kubernetes',
      image: { pullPolicy: 'IfNotPresent' },
      ixnServer: {
        ...Object(ixnServer),
        replicas: 1,
        terminationGracePeriodSeconds: 120,
        ports: portsOf('ixnServer'),
        dbinit: enabled,
      },
      ixnNode: {
        ...Object(ixnNode),
        ...common,
        ports: portsOf('ixnNode'),
        dbinit: enabled,
        storingSessions: { enabled: false },
      },
      ixnVQNode: { ...Object(ixnVQNode), ...common, ports: portsOf('ixnVQNode') },
      consulConnect: { enabled: false },
      networkPolicy: { mode: 'Ingress', peers: {} },
      monitoring: { mode: 'Auto', intervalSeconds: 30 },
      dependencyChecks: { mode: 'Advisory', intervalSeconds: 60 },
      updatePolicy: { progressDeadlineSeconds: 600, pause: 'None' },
      deletionPolicy: 'Retain',
      deletionProtection: false,
    });
  });

  it('fills in what has a default in the settings of a neighbour that has few', () => {
    const credentialsSecretRef = { name: 'credentials' };
    const spec = specOf(
      interactionServer({
        spec: {
          ixnNode: {
            consul: {},
            redis: { nodes: [{ host: 'redis' }] },
            db: { host: 'pg', credentialsSecretRef },
          },
          kafka: { bootstrapServers: ['kafka:1'], sasl: { credentialsSecretRef } },
        },
      }),
    );
    expect(spec.ixnNode).toMatchObject({
      consul: { port: defaultPort('ixnNode.consul.port'), sslMode: false },
      redis: {
        nodes: [{ host: 'redis', port: defaultPort('ixnNode.redis.nodes.port') }],
        cluster: false,
        tls: { enabled: false, rejectUnauthorized: true },
      },
      db: { sslMode: 'disable', options: { keepAlive: true, keepAliveInitialDelayMillis: 300_000 } },
    });
    expect(spec.kafka).toEqual({
      bootstrapServers: ['kafka:1'],
      tls: { enabled: false },
      sasl: { mechanism: 'SCRAM-SHA-512', credentialsSecretRef },
    });
  });

  it('fills in the one port that a user did not give', () => {
    const { ports } = specOf(interactionServer({ spec: { ixnServer: { ports: { default: 7000 } } } })).ixnServer;
    expect(ports).toEqual({ default: 7000, health: defaultPort('ixnServer.ports.health') });
  });

  it.each(Object.entries(portParameters))(
    'takes the default of %s from the connections table',
    (parameter, { defaultPort: expected }) => {
      const db = { host: 'pg', credentialsSecretRef: { name: 'db' } };
      const spec = specOf(
        interactionServer({
          spec: {
            ixnServer: { db, confServer: { host: 'conf', appName: 'ixn' }, pulse: { statServers: [{ host: 'p' }] } },
            ixnNode: { db, consul: {}, configNode: { host: 'config' }, redis: { nodes: [{ host: 'redis' }] } },
          },
        }),
      );
      expect(spec).toHaveProperty(parameter.replace(/(nodes|statServers)/, '$1[0]'), expected);
    },
  );

  it('reads quantities that are numbers as their decimal text', () => {
    const resources = { requests: { cpu: 2, memory: '1Gi' } };
    expect(specOf(interactionServer({ spec: { ixnNode: { resources } } })).ixnNode.resources).toEqual({
      requests: { cpu: '2', memory: '1Gi' },
    });
  });

  it('keeps a spec that sets everything as it is, but for numbers that are quantities', () => {
    const resource = fullInteractionServer();
    const expected = fullInteractionServer({ spec: { ixnServer: { resources: { limits: { cpu: '2' } } } } });
    expect(specOf(resource)).toEqual(expected.spec);
  });

  it('gives the same spec again when it reads a spec that it has filled in', () => {
    fc.assert(
      fc.property(arbitraryInteractionServer(), (resource) => {
        const spec = specOf(resource);
        expect(specOf({ ...resource, spec })).toEqual(spec);
      }),
    );
  });

  it.each(['a', `a${'b'.repeat(39)}`, 'tenant-100', 'a--b'])('accepts the name %s', (name) => {
    expect(violationsOf({ metadata: { name } })).toEqual([]);
  });
});

const nameMessage =
  'must be lower-case letters, digits and -, begin with a letter, end with a letter or digit, and have at most 40 characters, such as tenant-100';
const hostMessage = 'must be a host name or an IP address without scheme and port, such as db.example.com';
const objectNameMessage =
  'must be the name of an object in the same namespace: lower-case letters, digits, - and ., such as ixn-db-secret-100';
const registryMessage =
  'must be a registry host without scheme, such as registry.example.com or registry.example.com:5000/mirror';
const repositoryMessage = 'must be a repository in lower case without registry and tag, such as ixn/interaction_server';
const quantitiesMessage = 'each value must be a quantity that is not negative, such as 500m, 2 or 1Gi';

describe('parse of a resource that breaks a rule', () => {
  it.each<[string, Overrides, string]>([
    ['a name of 41 characters', { metadata: { name: 'a'.repeat(41) } }, `metadata.name: ${nameMessage}`],
    ['a name that begins with a digit', { metadata: { name: '1a' } }, `metadata.name: ${nameMessage}`],
    ['a name with a dot', { metadata: { name: 'a.b' } }, `metadata.name: ${nameMessage}`],
    [
      'a tenant that is no UUID',
      { spec: { tenant: { id: '100' } } },
      'spec.tenant.id: must be a UUID, such as 9350e2fc-a1dd-4c65-8d40-1f75a2e080dd',
    ],
    [
      'an sid in capitals',
      { spec: { tenant: { sid: 'A' } } },
      'spec.tenant.sid: must be lower-case letters, digits and -, such as "100"',
    ],
    ['a registry with a scheme', registry('https://registry'), `spec.image.registry: ${registryMessage}`],
    [
      'a pull secret in capitals',
      { spec: { image: { imagePullSecrets: [{ name: 'a' }, { name: 'B' }] } } },
      `spec.image.imagePullSecrets[1].name: ${objectNameMessage}`,
    ],
    [
      'one pull secret twice',
      { spec: { image: { imagePullSecrets: [{ name: 'a' }, { name: 'a' }] } } },
      'spec.image.imagePullSecrets[1]: Duplicate value: {"name":"a"}',
    ],
    [
      'an image without tag and digest',
      { spec: { ixnNode: { image: { tag: undefined } } } },
      'spec.ixnNode.image: give a tag or a digest: images are never chosen by default',
    ],
    [
      'a repository with a tag in it',
      { spec: { ixnNode: { image: { repository: 'ixn/node:1' } } } },
      `spec.ixnNode.image.repository: ${repositoryMessage}`,
    ],
    [
      'a tag with a slash',
      { spec: { ixnNode: { image: { tag: 'a/b' } } } },
      'spec.ixnNode.image.tag: must be an image tag: letters, digits, _ . and -, such as 100.0.007.0400',
    ],
    [
      'a digest that is too short',
      { spec: { ixnVQNode: { image: { digest: 'sha256:12' } } } },
      'spec.ixnVQNode.image.digest: must be sha256: and 64 lower-case hexadecimal digits',
    ],
    [
      'two ports that are one',
      { spec: { ixnVQNode: { ports: { default: 8000, health: 8000 } } } },
      'spec.ixnVQNode.ports: default and health must be two different ports',
    ],
    [
      'a port that is the default of the other one',
      { spec: { ixnVQNode: { ports: { health: defaultPort('ixnVQNode.ports.default') } } } },
      'spec.ixnVQNode.ports: default and health must be two different ports',
    ],
    [
      'a Config Server with its port in the host',
      { spec: { ixnServer: { confServer: { host: 'conf:18888', appName: 'ixn' } } } },
      `spec.ixnServer.confServer.host: ${hostMessage}`,
    ],
    [
      'a database with a space in its name',
      ixnDb({ name: 'a b' }),
      dbPath('name: must be letters, digits, _ and -, such as ixn-100'),
    ],
    [
      'a credentials Secret with a slash',
      ixnDb({ credentialsSecretRef: { name: 'a/b' } }),
      dbPath(`credentialsSecretRef.name: ${objectNameMessage}`),
    ],
    [
      'a negative request',
      { spec: { ixnServer: { resources: { requests: { cpu: '-1' } } } } },
      `spec.ixnServer.resources.requests: ${quantitiesMessage}`,
    ],
    [
      'a limit that is a fraction as a number',
      { spec: { ixnServer: { resources: { limits: { cpu: 1.5 } } } } },
      'spec.ixnServer.resources.limits.cpu: must be of type integer,string: "number"',
    ],
    [
      'two IXN servers',
      { spec: { ixnServer: { replicas: 2 } } },
      'spec.ixnServer.replicas: should be less than or equal to 1',
    ],
    [
      'one VQ Node and a half',
      { spec: { ixnVQNode: { replicas: 1.5 } } },
      'spec.ixnVQNode.replicas: must be of type int32: "float64"',
    ],
    [
      'two IXN nodes',
      { spec: { ixnNode: { replicas: 2 } } },
      'spec.ixnNode.replicas: should be less than or equal to 1',
    ],
  ])('refuses %s, and says where and what would be right', (_, overrides, violation) => {
    expect(violationsOf(overrides)).toEqual([violation]);
  });

  it('gives every violation at once, in the order of the schema', () => {
    const violations = violationsOf({
      metadata: { name: 'A' },
      spec: {
        tenant: { id: 'x', sid: '-' },
        image: { registry: '//', imagePullSecrets: [{ name: 'A' }, { name: 'A' }] },
        ixnServer: { image: { repository: 'A', tag: undefined }, replicas: 7, ports: { default: 1, health: 1 } },
        ixnNode: { image: { repository: 'A', tag: '/' } },
        ixnVQNode: { replicas: 101, resources: { requests: { cpu: 'x' }, limits: { memory: 'y' } } },
      },
    });
    expect(violations.map((violation) => violation.split(': ')[0])).toEqual([
      'metadata.name',
      'spec.tenant.id',
      'spec.tenant.sid',
      'spec.image.registry',
      'spec.image.imagePullSecrets[0].name',
      'spec.image.imagePullSecrets[1].name',
      'spec.image.imagePullSecrets[1]',
      'spec.ixnServer.image.repository',
      'spec.ixnServer.image',
      'spec.ixnServer.replicas',
      'spec.ixnServer.ports',
      'spec.ixnNode.image.repository',
      'spec.ixnNode.image.tag',
      'spec.ixnVQNode.replicas',
      'spec.ixnVQNode.resources.requests',
      'spec.ixnVQNode.resources.limits',
    ]);
  });

  it('says of each workload that is missing that it is', () => {
    const spec = { ixnServer: { image }, tenant: interactionServer().spec['tenant'] };
    const parsed = parse({ ...interactionServer(), spec });
    expect(parsed.ok ? [] : parsed.violations.map(({ path }) => path)).toEqual(['spec.ixnNode', 'spec.ixnVQNode']);
  });

  it('refuses more resource names than the CRD takes', () => {
    const requests = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`example.com/r${index}`, '1']));
    expect(violationsOf({ spec: { ixnNode: { resources: { requests } } } })).toEqual([
      'spec.ixnNode.resources.requests: Too many: 17: must have at most 16 items',
    ]);
  });

  it.each([[undefined], [null], [7], ['text'], [[]], [{}]])('refuses %j, and never throws', (resource) => {
    expect(parse(resource).ok).toBe(false);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (spec) => {
        expect(parse({ ...interactionServer(), spec }).ok).toBe(false);
      }),
    );
  });

  it('ends in time for strings that are far too long', () => {
    const long = 'a-'.repeat(200_000);
    const violations = violationsOf({
      spec: { image: { registry: long }, ixnServer: { image: { repository: long } } },
    });
    expect(violations).toEqual([
      'spec.image.registry: Too long: may not be more than 253 bytes',
      'spec.ixnServer.image.repository: Too long: may not be more than 255 bytes',
    ]);
  });
});

describe('parse of what slipped past the CRD', () => {
  it('refuses a podTemplate that is nested too deeply to be worked on', () => {
    let spec: object = {};
    for (let level = 0; level < 20_000; level += 1) spec = { deeper: spec };
    const { metadata, spec: valid } = interactionServer({ spec: { ixnNode: { image } } });
    const parsed = parse({ metadata, spec: { ...valid, ixnNode: { image, podTemplate: { spec } } } });
    expect(parsed).toEqual({
      ok: false,
      violations: [{ path: 'spec.ixnNode.podTemplate', message: 'Too deep: may not have more than 64 levels' }],
    });
  });

  it('refuses a quantity whose suffix is a word of JavaScript', () => {
    const resources = { requests: { cpu: '1' }, limits: { cpu: '1constructor' } };
    expect(violationsOf({ spec: { ixnNode: { resources } } }).join()).toContain('spec.ixnNode.resources.limits');
  });

  it.each(['999.1.1.1/24', '10.0.0.0/33', '10.0.0/8', 'fd00::/129'])('refuses %s as a CIDR', (cidr) => {
    const peers = { kafka: { peers: [{ ipBlock: { cidr } }] } };
    expect(violationsOf({ spec: { networkPolicy: { peers } } })).toEqual([
      'spec.networkPolicy.peers.kafka.peers[0].ipBlock.cidr: must be a CIDR, such as 10.20.0.0/24',
    ]);
  });
});

function registry(value: string): Overrides {
  return { spec: { image: { registry: value } } };
}

function ixnDb(fields: Readonly<Record<string, unknown>>): Overrides {
  return { spec: { ixnServer: { db: { host: 'pg', credentialsSecretRef: { name: 'db' }, ...fields } } } };
}

function dbPath(rest: string): string {
  return `spec.ixnServer.db.${rest}`;
}
