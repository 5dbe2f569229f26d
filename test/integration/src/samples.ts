import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const path = resolve(import.meta.dirname, '../../../deploy/samples/tenant-100.yaml');

/** The sample that users are given, under another name and for a tenant of its own. */
export function sampleInstance(name: string) {
  const sample = parse(readFileSync(path, 'utf8'));
  return {
    ...sample,
    metadata: { name },
    spec: { ...sample.spec, tenant: { id: randomUUID(), sid: '100' } },
  };
}
