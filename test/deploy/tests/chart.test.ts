import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeSettings, readConfiguration } from '@ixn/operator';
import { describe, expect, it } from 'vitest';
import { chartSettings, settingsElsewhere } from '../../../tools/deploy/values-schema.ts';
import { valueRows } from '../../../tools/deploy/chart-readme.ts';
import { chart, renderChart, type Values, valueFlags } from '../src/objects.ts';
import { helm } from '../src/run.ts';
import { valueSets } from '../src/value-sets.ts';

/** What the operator is started with. */
async function argumentsOf(values: Values): Promise<readonly string[]> {
  const deployment = (await renderChart(values)).find(({ kind }) => kind === 'Deployment');
  return deployment?.['spec'].template.spec.containers[0].args;
}

const exampleValues: Readonly<Record<string, string | number>> = {
  IMAGE: 'registry.example.com/operator:1',
  COUNT: 7,
  SECONDS: 77,
  PORT: 8081,
  ADDRESS: '127.0.0.1',
  NAME: 'another',
};

/** A value of a setting that is not its default. */
function example(value: string): unknown {
  if (value === 'true|false') return true;
  return value.includes('|') ? value.split('|').at(-1) : exampleValues[value];
}

describe('the chart', () => {
  it.each(Object.entries(valueSets))('passes helm lint %s', async (_, values) => {
    expect(await helm(['lint', '--strict', chart, ...valueFlags(values)])).toContain('0 chart(s) failed');
  });

  it('explains every value', () => {
    const rows = valueRows(readFileSync(resolve(chart, 'values.yaml'), 'utf8'));
    expect(rows.filter(({ meaning }) => meaning === '').map(({ path }) => path)).toEqual([]);
    expect(rows.length).toBeGreaterThan(40);
  });

  it('sets every flag of the operator', async () => {
    const settings = Object.fromEntries([...chartSettings()].map(([name, { value }]) => [name, example(value)]));
    const args = await argumentsOf({ namespaces: ['voice', 'chat'], settings });
    const flags = args.map((arg) => /^--([a-z-]+)=/.exec(arg)?.[1] ?? arg);
    const all = describeSettings().map(({ name }) => name);
    expect(flags.toSorted()).toEqual(all.filter((name) => name !== 'context').toSorted());
    expect(settingsElsewhere).toEqual(['namespaces', 'context']);
    expect(readConfiguration(args, {})).toMatchObject({
      kind: 'configuration',
      configuration: { namespaces: ['chat', 'voice'], workers: 7, resyncMs: 77_000, httpPort: 8081, leaderElect: true },
    });
  });

  it('gives each release a Lease of its own, and the right to it', async () => {
    const rendered = await renderChart({ fullnameOverride: 'second' });
    const role = rendered.find(({ kind }) => kind === 'Role');
    expect(await argumentsOf({ fullnameOverride: 'second' })).toContain('--lease-name=second');
    expect(role?.['rules'][1].resourceNames).toEqual(['second']);
  });

  it('gives the rights to a Lease where that is, and those to its own pod where that is', async () => {
    const roles = (await renderChart({ settings: { leaseNamespace: 'leases' } })).filter(({ kind }) => kind === 'Role');
    const rights = roles.map((role) => [
      role.metadata.namespace,
      role['rules'].map((rule: { readonly resources: readonly string[] }) => rule.resources.join()),
    ]);
    expect(Object.fromEntries(rights)).toEqual({ 'ixn-operator': ['pods'], leases: ['leases', 'leases'] });
  });

  it.each([
    ['a value that it does not know', { replica: 1 }, /replica/],
    ['a setting that it does not know', { settings: { context: 'x' } }, /context/],
    ['a value of another type', { settings: { workers: 'many' } }, /workers/],
    ['several operators without an election', { replicas: 2, settings: { leaderElect: false } }, /leaderElect/],
    ['no ServiceAccount at all', { serviceAccount: { create: false } }, /serviceAccount.name is needed/],
  ])('refuses %s', async (_, values, words) => {
    await expect(renderChart(values)).rejects.toThrow(words);
  });
});
