import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workload } from '@ixn/connections';
import { parse } from '@ixn/interaction-server';
import { buildManifests, resolve } from '@ixn/manifests';
import { podMergeSchema } from '@ixn/test-kit';
import { onTestFinished } from 'vitest';
import { mountedFiles } from './mounted-files.ts';
import type { Surroundings } from './row-reader.ts';

/** Files of a mounted volume by name, or one text that stands in all of them. */
export type VolumeContent = string | Readonly<Record<string, string>>;

export interface Rendered {
  /** An InteractionServer. */
  readonly resource: unknown;
  readonly workload: Workload;
  /** What the Secrets and ConfigMaps hold that the spec refers to, by the name of the volume. */
  readonly volumes: Readonly<Record<string, VolumeContent>>;
  /** Variables of which the cluster knows better: the address of the node, names in its DNS. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeIp?: string;
}

/** What the container of a workload finds: the data of its ConfigMap, the node's address, and its mounts as files. */
export function surroundingsOf({
  resource,
  workload,
  volumes,
  environment = {},
  nodeIp = '127.0.0.1',
}: Rendered): Surroundings {
  const read = parse(resource);
  if (!read.ok) throw new Error(JSON.stringify(read.violations));
  const instance = resolve(read.value, { podMonitors: false }, {});
  const { name, nodeIpVariables, mounts } = instance.workloads[workload];
  const objects = buildManifests(instance, podMergeSchema).map(({ object }) => object);
  const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
  if (map === undefined || !('data' in map)) throw new Error(`there is no ConfigMap ${name}`);
  const root = mkdtempSync(join(tmpdir(), 'stand-in-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const { mountPath, volume, items } of mounts) {
    mkdirSync(join(root, mountPath), { recursive: true });
    mkdirSync(join(root, mountPath, '..2026_01_01'));
    const content = volumes[volume] ?? '';
    for (const { path } of items) {
      writeFileSync(join(root, mountPath, path), typeof content === 'string' ? content : (content[path] ?? ''));
    }
  }
  return {
    environment: {
      ...map.data,
      ...Object.fromEntries(nodeIpVariables.map((variable) => [variable, nodeIp])),
      ...environment,
    },
    readFolder: mountedFiles(root),
  };
}
