import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connections, type Workload, workloads } from '@ixn/connections';
import { parse } from '@ixn/interaction-server';
import { buildManifests, resolve, type ResolvedInstance } from '@ixn/manifests';
import { fullInteractionServer, otherFullInteractionServer, podMergeSchema } from '@ixn/test-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { initSchema, planSchema } from './init-schema.ts';
import { eventually, freePorts, startServer } from './loopback.testing.ts';
import { mountedFiles } from './mounted-files.ts';
import type { Surroundings } from './row-endpoints.ts';
import { serve } from './serve.ts';
import { readServerSettings } from './server-settings.ts';

/** Everything on loopback: one listener plays all the neighbours. */
const host = '127.0.0.1';

/** What is laid over a full sample so that it leads to loopback. */
function onLoopback(port: number, [defaultPort, healthPort]: readonly number[]) {
  const ports = { default: defaultPort, health: healthPort };
  return {
    ixnServer: {
      ports,
      confServer: { host, port },
      db: { host, port },
      pulse: {
        statServers: [
          { host, port },
          { host: 'localhost', port },
        ],
      },
    },
    ixnNode: {
      ports,
      voiceRq: { host, port },
      configNode: { host, port },
      redis: { nodes: [{ host, port }] },
      db: { host, port },
      consul: { port },
    },
    ixnVQNode: { ports },
  };
}

const samples = [
  {
    name: 'with everything set',
    resource: (port: number, ports: readonly number[]) => {
      const spec = onLoopback(port, ports);
      const kafka = { bootstrapServers: [`${host}:${port}`] };
      return fullInteractionServer({ spec: { ...spec, ixnNode: { ...spec.ixnNode, consul: { host, port } }, kafka } });
    },
  },
  {
    name: 'with everything set in the other way, Kafka by its Secret and Consul on the node',
    resource: (port: number, ports: readonly number[]) => otherFullInteractionServer({ spec: onLoopback(port, ports) }),
  },
] as const;

function resolved(resource: unknown): ResolvedInstance {
  const read = parse(resource);
  if (!read.ok) throw new Error(JSON.stringify(read.violations));
  return resolve(read.value, { podMonitors: false }, {});
}

/** What the container of a workload finds: the data of its ConfigMap, the node's address, and its mounts as files. */
function surroundingsOf(instance: ResolvedInstance, workload: Workload, port: number): Surroundings {
  const { name, nodeIpVariables, mounts } = instance.workloads[workload];
  const objects = buildManifests(instance, podMergeSchema).map(({ object }) => object);
  const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
  if (map === undefined || !('data' in map)) throw new Error(`there is no ConfigMap ${name}`);
  const root = mkdtempSync(join(tmpdir(), 'stand-in-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const document = JSON.stringify({ bootstrap: `${host}:${port}`, password: 'p', port });
  for (const { mountPath, items } of mounts) {
    mkdirSync(join(root, mountPath), { recursive: true });
    mkdirSync(join(root, mountPath, '..2026_01_01'));
    for (const { path } of items) writeFileSync(join(root, mountPath, path), document);
  }
  return {
    environment: {
      ...map.data,
      ...Object.fromEntries(nodeIpVariables.map((variable) => [variable, host])),
      // The cluster's DNS is not here to know the instance's own Services.
      ...(workload === 'ixnNode' && { IXN_HOST: host, IXN_PORT: String(port) }),
    },
    readFolder: mountedFiles(root),
  };
}

async function surroundingsFor(sample: (typeof samples)[number], workload: Workload) {
  const { port } = await startServer();
  const ports = await freePorts(2);
  return surroundingsOf(resolved(sample.resource(port, ports)), workload, port);
}

describe.each(samples)('what the operator renders for an instance $name', (sample) => {
  it.each(workloads)('is all that %s needs to listen and to open every row of its role', async (role) => {
    const read = readServerSettings(role, connections, await surroundingsFor(sample, role));
    if (read.kind === 'invalid') throw new Error(read.problems.join('; '));
    const server = await serve(read.settings, 'pod', () => undefined);
    onTestFinished(() => server.close());
    const rows = connections.filter((row) => row.source === role && 'outgoing' in row).map(({ number }) => number);
    await eventually(async () => {
      const response = await fetch(`http://${host}:${server.healthPort}/connections`, {
        headers: { connection: 'close' },
      });
      const reports: unknown = await response.json();
      expect(reports).toEqual(rows.map((number) => expect.objectContaining({ number, state: 'Connected' })));
    });
  });

  it.each(['ixnServer', 'ixnNode'] as const)('is all that the schema of %s needs', async (role) => {
    const plan = planSchema(undefined, connections, await surroundingsFor(sample, role));
    if (plan.kind === 'invalid') throw new Error(plan.problem);
    expect(plan).toMatchObject({ role });
    expect(await initSchema(plan, 5_000)).toMatchObject({ ok: true });
  });
});
