import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const folder = resolve(import.meta.dirname, '../../../deploy/samples');

/** The sample that users are given, under another name and for a tenant of its own. */
export function sampleInstance(name: string) {
  const sample = readSample('tenant-100.yaml');
  return {
    ...sample,
    metadata: { name },
    spec: { ...sample.spec, tenant: { id: randomUUID(), sid: '100' } },
  };
}

/** The Secret that the sample reads. */
export function sampleSecret() {
  return readSample('ixn-db-secret-100.yaml');
}

function readSample(file: string) {
  return parse(readFileSync(resolve(folder, file), 'utf8'));
}
