import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commands } from '@ixn/kubectl-ixn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { installExecutable, type Plugin } from '../src/plugin.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const root = resolve(import.meta.dirname, '../../..');
const sample = join(root, 'deploy/samples/tenant-100.yaml');
const values = ['1-base.yaml', '2-tenant.yaml'].map((name) => join(root, 'libs/import-values/golden/minimal', name));

describe('kubectl ixn as a program with a Node of its own, where no other is', () => {
  let plugin: Plugin;
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    plugin = installExecutable();
    namespace = await createNamespace('executable');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('shown'));
    await untilReady(namespace, 'shown');
  });
  afterAll(async () => {
    await operator.stop();
    rmSync(plugin.folder, { recursive: true, force: true });
  });

  it.each([
    ['status', [], 'InteractionServer'],
    ['connections', ['-o', 'json'], '"number": 19'],
    ['plan', ['-f', sample], 'tenant-100'],
    ['render', ['-f', sample], 'kind: StatefulSet'],
    ['explain', ['row', '5'], 'Config Server'],
    ['pause', [], 'is paused'],
    ['resume', [], 'goes on'],
    ['apply-pending', [], 'Nothing waits'],
    ['import-values', values.flatMap((path) => ['-f', path]), 'kind: InteractionServer'],
    ['diagnose', ['-o', 'bundle.tar'], 'Wrote'],
    ['completion', ['bash'], 'complete -F'],
  ])('does %s', async (command, args, expected) => {
    const asksCluster = commands.find(({ name }) => name === command)?.asksCluster;
    const where = asksCluster ? ['-n', namespace.name] : [];
    const given = args.map((word) => (word === 'bundle.tar' ? join(plugin.folder, word) : word));
    const { exitCode, stdout, stderr } = await plugin.run([command, ...given, ...where]);
    expect({ exitCode, isThere: stdout.includes(expected), stderr }).toMatchObject({ exitCode: 0, isThere: true });
  });

  it('serves the map until Ctrl-C', async () => {
    const command = plugin.start(['map', 'shown', '-n', namespace.name]);
    const url = await eventually('the address is told', async () => /http:\S+/.exec(command.output())?.[0]);
    const page = await (await fetch(url)).text();
    expect(page).toContain('<h1 id="instance">');
    expect(await command.interrupt()).toBe(0);
  });

  it('fails as the bundle does', async () => {
    expect(await plugin.run(['status', 'nobody'])).toMatchObject({ exitCode: 1, stdout: '' });
    expect(await plugin.run(['stats'])).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await plugin.run(['status', '--kubeconfig', '/nowhere'])).toMatchObject({ exitCode: 3, stdout: '' });
  });

  it('knows every command', async () => {
    const { stdout } = await plugin.run(['--help']);
    for (const { name } of commands) expect(stdout).toContain(`  ${name} `);
    expect(readdirSync(plugin.folder)).toContain('kubectl-ixn');
  });
});
