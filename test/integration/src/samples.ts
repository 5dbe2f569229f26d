import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const folder = resolve(import.meta.dirname, '../../../deploy/samples');

/** A sample that users are given, under another name and for a tenant of its own. */
export function sampleInstance(name: string, file: 'tenant-100.yaml' | 'full.yaml' = 'tenant-100.yaml') {
  const sample = readSample(file);
  return {
    ...sample,
    metadata: { name },
    spec: { ...sample.spec, tenant: { id: randomUUID(), sid: sample.spec.tenant.sid } },
  };
}

/** The Secret that the sample reads. */
export function sampleSecret() {
  return readSample('ixn-db-secret-100.yaml');
}

function readSample(file: string) {
  return parse(readFileSync(resolve(folder, file), 'utf8'));
}
