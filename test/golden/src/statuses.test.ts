import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkReasons } from '@ixn/connections';
import { buildTool, runCommand } from '@ixn/control-plane';
import { conditionReasons, conditionTypes, provisionFailures } from '@ixn/interaction-server';
import { expectGoldenJson } from '@ixn/test-kit';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordedStatuses } from './recorded-statuses.ts';

const folder = resolve(import.meta.dirname, '../statuses');
const files = () => readdirSync(folder).toSorted();
const conditions = recordedStatuses.flatMap(({ resource }) => resource.status.conditions ?? []);

describe('the recorded statuses', () => {
  it.each(recordedStatuses)('hold what the operator says of an instance that $state', ({ name, resource }) => {
    expectGoldenJson(`statuses/${name}.json`, resource);
  });

  it('are one file for each, and no other', () => {
    expect(files()).toEqual(recordedStatuses.map(({ name }) => `${name}.json`).toSorted());
  });

  it('give every condition and every reason that there is, those of checks and of failed Jobs apart', () => {
    expect(new Set(conditions.map(({ type }) => type))).toEqual(new Set(Object.keys(conditionTypes)));
    const isApart = (reason: string) => Object.hasOwn(checkReasons, reason) || Object.hasOwn(provisionFailures, reason);
    const given = new Set(conditions.map(({ reason }) => reason).filter((reason) => !isApart(reason)));
    expect(given).toEqual(new Set(Object.keys(conditionReasons).filter((reason) => !isApart(reason))));
  });
});

describe('kstatus, computed by the library that other tools use', () => {
  const verdicts = new Map<string, string>();

  beforeAll(async () => {
    const tool = await buildTool({
      folder: resolve(import.meta.dirname, '../../tools/kstatus'),
      onProgress: console.log,
    });
    const stdin = files()
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('');
    const { exitCode, stdout, stderr } = await runCommand(tool, [], { stdin });
    if (exitCode !== 0) throw new Error(`kstatus failed: ${stderr}`);
    for (const line of stdout.trimEnd().split('\n')) {
      const verdict: { readonly name: string; readonly status: string } = JSON.parse(line);
      verdicts.set(verdict.name, verdict.status);
    }
    // On a machine where no Go module has been downloaded yet this takes minutes.
  }, 900_000);

  it.each(recordedStatuses)('is $kstatus for an instance that $state', ({ name, kstatus }) => {
    expect(verdicts.get(name)).toBe(kstatus);
  });
});
