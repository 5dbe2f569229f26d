import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const manifest = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  spec: z.looseObject({ tenant: z.looseObject({ id: z.string() }) }),
});

/** The parts of an InteractionServer that are the same for each instance, and its tenant. */
export type InstanceManifest = z.infer<typeof manifest>;

const samples = resolve(import.meta.dirname, '../../../deploy/samples');

/** The sample that users are given. */
export function sampleManifest(): InstanceManifest {
  return manifest.parse(readYaml('tenant-100.yaml'));
}

/** The Secret that it reads. */
export function sampleSecret(): object {
  return z.looseObject({}).parse(readYaml('ixn-db-secret-100.yaml'));
}

/** One of many instances; the number makes name and tenant its own. */
export function numberedInstance(sample: InstanceManifest, namespace: string, number: number) {
  const id = `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;
  return {
    ...sample,
    metadata: { name: `tenant-${number}`, namespace },
    spec: { ...sample.spec, tenant: { ...sample.spec.tenant, id } },
  };
}

function readYaml(file: string): unknown {
  return parse(readFileSync(resolve(samples, file), 'utf8'));
}
