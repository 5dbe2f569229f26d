import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectGolden, expectGoldenText } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { type ImportedInstance, importValues } from './import-values.ts';
import { reportInWords } from './report-in-words.ts';

const folder = join(import.meta.dirname, '../golden');

/** What a pipeline would have in its environment; the set `unresolved` has nothing of it. */
const environment = {
  IMAGE_REGISTRY: 'registry.example.com',
  DB_HOST: 'pg.example.com',
  DB_PORT: '15432',
  STAGE: 'test',
  SMTP_PASSWORD: 'canary-in-environment',
};

/** The layered override files of a set, in their order. */
function importSet(set: string): ImportedInstance {
  const names = readdirSync(join(folder, set)).filter((name) => /^[0-9]-/.test(name));
  const files = names.toSorted().map((name) => ({ name, text: readFileSync(join(folder, set, name), 'utf8') }));
  const imported = importValues({ files, environment: set === 'unresolved' ? {} : environment, namespace: 'voice' });
  if (!imported.ok) throw new Error(JSON.stringify(imported.problems));
  return imported.value;
}

const sets = ['minimal', 'layered', 'openshift', 'consul-connect', 'unresolved', 'credentials', 'yaml-1.1'];

describe('layered override files', () => {
  it.each(sets)('of the set %s become the resource, the Secrets and the report that are expected', (set) => {
    const imported = importSet(set);
    expectGolden(`${set}/resource`, [imported.resource, ...imported.secrets]);
    expectGoldenText(`golden/${set}/report.txt`, reportInWords(imported));
  });

  it('are all of them expected', () => {
    expect(readdirSync(folder).toSorted()).toEqual(sets.toSorted());
  });

  it.each(sets)('of the set %s leave no credential behind', (set) => {
    expect(JSON.stringify(importSet(set))).not.toContain('canary');
  });
});
