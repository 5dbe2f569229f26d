import { connections, type Workload, workloads } from '@ixn/connections';
import { createAuthority } from '@ixn/control-plane';
import { fullInteractionServer, otherFullInteractionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { planSchema } from './init-schema.ts';
import { surroundingsOf } from './rendered.testing.ts';
import { readServerSettings } from './server-settings.ts';

const samples = [
  { name: 'with everything set', resource: fullInteractionServer() },
  {
    name: 'with everything set in the other way, Kafka by its Secret and Consul on the node',
    resource: otherFullInteractionServer(),
  },
] as const;

const ca = createAuthority('tests').certificate;
const login = { username: 'ixn', password: 'secret' };
const volumes = {
  'db-secrets': login,
  'db-ca': ca,
  'redis-secrets': JSON.stringify({ password: 'secret', servername: 'redis.example' }),
  'kafka-secrets': JSON.stringify({ bootstrap: 'kafka-0:9,kafka-1:9' }),
  'kafka-sasl': login,
  'kafka-ca': ca,
};

function surroundingsFor({ resource }: (typeof samples)[number], workload: Workload) {
  return surroundingsOf({ resource, workload, volumes, nodeIp: '10.0.0.7' });
}

describe.each(samples)('what the operator renders for an instance $name', (sample) => {
  it.each(workloads)('is all that %s needs to use every row of its role', (role) => {
    const read = readServerSettings(role, connections, surroundingsFor(sample, role));
    if (read.kind === 'invalid') throw new Error(read.problems.join('; '));
    expect(read.settings.rows.filter(({ dependencies }) => dependencies.length === 0)).toEqual([]);
  });

  it('says how each is verified and logged in to', () => {
    const dependencies = (['ixnServer', 'ixnNode'] as const).flatMap((role) => {
      const read = readServerSettings(role, connections, surroundingsFor(sample, role));
      return read.kind === 'invalid' ? [] : read.settings.rows.flatMap((row) => row.dependencies);
    });
    const ofKind = (kind: string) => dependencies.filter((dependency) => dependency.kind === kind);
    expect(ofKind('postgresql')).toMatchObject([
      { database: 'interactions', credentials: login, tls: { verified: 'authority and name', authority: ca } },
      { database: 'interactions-node', credentials: login, tls: { verified: 'authority', authority: ca } },
    ]);
    expect(ofKind('redis')).toMatchObject([
      { password: 'secret', tls: { verified: 'nothing', serverName: 'redis.example' } },
    ]);
    expect(ofKind('kafka')).toMatchObject([
      { sasl: { mechanism: 'SCRAM-SHA-256', ...login }, tls: { verified: 'authority and name', authority: ca } },
    ]);
    expect(ofKind('consul')).toMatchObject([{ tls: { verified: 'nothing' } }]);
  });

  it.each(['ixnServer', 'ixnNode'] as const)('is all that the schema of %s needs', (role) => {
    expect(planSchema(undefined, connections, surroundingsFor(sample, role))).toMatchObject({ kind: 'plan', role });
  });
});
