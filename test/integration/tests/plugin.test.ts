import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connections } from '@ixn/connections';
import { podLogLine } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { createNamespace, type TestNamespace } from '../src/cluster.ts';
import { untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { startProxy } from '../src/operator-proxy.ts';
import { installPlugin } from '../src/plugin.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const plugin = installPlugin();
const canary = 'canary-in-a-secret-0123456789';

describe('kubectl ixn', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;
  const here = (...args: readonly string[]) => plugin.run([...args, '-n', namespace.name]);
  const instance = () => namespace.get('interactionservers', 'shown');
  const annotations = async () => (await instance())?.metadata.annotations ?? {};

  beforeAll(async () => {
    namespace = await createNamespace('plugin');
    operator = await startOperator([namespace.name]);
    await namespace.apply({ ...sampleSecret(), stringData: { username: `${canary}-user`, password: canary } });
    await namespace.apply(sampleInstance('shown'));
    await untilReady(namespace, 'shown');
  });
  afterAll(() => operator.stop());

  it('shows on one screen how the one instance of a namespace stands', async () => {
    const { exitCode, stdout, stderr } = await here('status');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`InteractionServer ${namespace.name}/shown`);
    expect(stdout).toMatch(/IXN VQ Node +2\/2 +2 +registry.example.com\/ixn\/ixn_vq_node:100.0.008.0201/);
    expect(stdout).toMatch(/Ready +True +Converged +.* ago|just now/);
    expect(stdout).toMatch(/Connections: .*[0-9]+ Serving/);
  });

  it('shows a line for each instance of all namespaces', async () => {
    const { stdout } = await plugin.run(['status', '-A']);
    expect(stdout).toMatch(new RegExp(`${namespace.name} +shown +True +Converged`));
  });

  it('shows every row of the connections table, for people and for programs', async () => {
    const table = (await here('connections', 'shown')).stdout.trimEnd().split('\n');
    expect(table).toHaveLength(1 + connections.length);
    expect(table[5]).toMatch(/^5 +IXN +Config Server +confserv.conf.svc.cluster.local:[0-9]+ +\w+ +\w+/);
    const rows = JSON.parse((await here('connections', '-o', 'json')).stdout);
    expect(rows.map(({ number }: { number: number }) => number)).toEqual(connections.map(({ number }) => number));
    expect(rows[14]).toMatchObject({ number: 15, state: 'NotConfigured', reason: 'spec.ixnNode.redis is not set' });
    expect((await here('connections', '-o', 'mermaid')).stdout).toContain('ixnNode -.->|"15: NotConfigured"| orsRedis');
  });

  it('plans what a file would do, and does nothing', async () => {
    const before = await instance();
    const changed = { ...sampleInstance('shown'), spec: { ...before?.['spec'] } };
    changed.spec.ixnNode.image.tag = '100.0.008.0502';
    const file = JSON.stringify(changed);
    const { exitCode, stdout, stderr } = await plugin.run(['plan', '-f', '-', '-n', namespace.name], {}, file);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('~ Deployment shown-ixn-node');
    expect(stdout).toContain('1. ixnNode at once, as the spec says');
    expect((await instance())?.metadata.resourceVersion).toBe(before?.metadata.resourceVersion);
  });

  it('says of a resource that the API server refuses what is wrong, and ends with 1', async () => {
    const refused = {
      ...sampleInstance('refused'),
      spec: { ...sampleInstance('refused').spec, platform: 'Mainframe' },
    };
    const { exitCode, stdout } = await plugin.run(
      ['plan', '-f', '-', '-n', namespace.name],
      {},
      JSON.stringify(refused),
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('! InvalidSpec: spec.platform: Unsupported value: "Mainframe"');
  });

  it('renders without a cluster what the API server takes', async () => {
    const sample = resolve(import.meta.dirname, '../../../deploy/samples/full.yaml');
    const offline = { KUBECONFIG: '/nowhere' };
    const rendered = await plugin.run(['render', '-f', sample, '-n', namespace.name], offline);
    expect({ exitCode: rendered.exitCode, stderr: rendered.stderr }).toEqual({ exitCode: 0, stderr: '' });
    const objects = parseAllDocuments(rendered.stdout).map((document) => document.toJS());
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['StatefulSet', 'Deployment', 'Service']));
    const flags = ['--dry-run=server', '--validate=strict', '-f', '-'];
    const { exitCode, stderr } = await namespace.kubectl(['apply', ...flags], rendered.stdout);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('pauses by the annotation, and ends the pause', async () => {
    expect((await here('pause')).exitCode).toBe(0);
    expect(await annotations()).toMatchObject({ 'ixn.operators.dev/pause': 'Disruptive' });
    expect((await here('pause', 'shown', '--all')).exitCode).toBe(0);
    expect(await annotations()).toMatchObject({ 'ixn.operators.dev/pause': 'All' });
    expect((await here('status')).stdout).toContain('Paused: the operator observes and reports only.');
    expect((await here('resume')).stdout).toContain('goes on');
    expect(await annotations()).not.toHaveProperty('ixn.operators.dev/pause');
  });

  it('shows what waits for a window, and has it now when it is told', async () => {
    const inHalfAYear = new Date(Date.now() + 180 * 86_400_000);
    const schedule = `0 3 ${Math.min(inHalfAYear.getUTCDate(), 28)} ${inHalfAYear.getUTCMonth() + 1} *`;
    await namespace.patch('interactionservers', 'shown', {
      spec: {
        updatePolicy: { maintenanceWindows: [{ schedule, duration: '1h' }] },
        ixnVQNode: { image: { tag: '100.0.008.0202' } },
      },
    });
    await untilInstance(
      namespace,
      'shown',
      'waits',
      ({ UpdatePending }) => UpdatePending?.reason === 'WaitingForWindow',
    );
    const { stdout } = await here('status');
    expect(stdout).toMatch(
      /Deployment shown-vq-node +SpecChanged +a maintenance window +spec.containers\[vq-node\].image/,
    );
    expect(stdout).toMatch(/Next maintenance window: .*, in [0-9]+ days/);
    await here('pause');
    await untilInstance(namespace, 'shown', 'is paused', ({ UpdatePending }) => UpdatePending?.reason === 'Paused');
    expect((await here('apply-pending')).stdout).toContain('To be applied after the pause');
    await here('resume');
    await untilInstance(namespace, 'shown', 'has it', ({ Ready, UpdatePending }) => {
      return Ready?.status === 'True' && UpdatePending === undefined;
    });
    expect((await here('apply-pending')).stdout).toContain('Nothing waits');
  });

  it('gathers a bundle without what the Secrets hold, wherever else it stands', async () => {
    await namespace.patch('interactionservers', 'shown', {
      metadata: { annotations: { 'example.com/note': `as agreed: ${canary}` } },
      spec: {
        ixnNode: {
          settings: { relay: `smtp://relay:${canary}@mail.example.com`, note: Buffer.from(canary).toString('base64') },
          podTemplate: {
            spec: { containers: [{ name: 'ixn-node', env: [{ name: 'API_TOKEN', value: 'pasted-token' }] }] },
          },
        },
      },
    });
    for (const line of [
      `connects to postgres://${canary}-user:${canary}@pg.example.com`,
      `{"level":"info","header":"Basic ${Buffer.from(`${canary}-user:${canary}`).toString('base64')}"}`,
      `DB_PASSWORD=pasted-token and ${encodeURIComponent(canary)}`,
      'and goes on',
    ]) {
      appendFileSync(inject('controlPlane').podLogPath, podLogLine(line));
    }
    const { exitCode, stderr } = await here('diagnose', 'shown', '-o', join(plugin.folder, 'bundle'));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const files = readdirSync(join(plugin.folder, 'bundle'), { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));
    expect(texts.join('\n')).not.toMatch(/canary|pasted-token/);
    expect(texts.join('\n')).not.toContain(Buffer.from(canary).toString('base64'));
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['StatefulSet.yaml', 'pods.yaml', 'events.yaml']),
    );
    expect(texts.join('\n')).toContain('Secret ixn-db-secret-100: keys password, username');
    expect((await here('diagnose', 'shown', '-o', join(plugin.folder, 'bundle'))).stderr).toContain('FileUnreadable');
  });

  it('has the logs of its pods in it, and what should be there and would be done', () => {
    const read = (name: string) => readFileSync(join(plugin.folder, 'bundle', name), 'utf8');
    const logs = readdirSync(join(plugin.folder, 'bundle/logs'));
    expect(logs).toEqual(expect.arrayContaining(['shown-ixn-0.ixn-server.log']));
    const log = read('logs/shown-ixn-0.ixn-server.log');
    expect(log).toContain('connects to postgres://(taken out: Secret ixn-db-secret-100, key username):');
    expect(log).toContain('and goes on');
    expect(read('manifests.yaml')).toContain('kind: StatefulSet');
    expect(read('plan.txt')).toContain('containers[ixn-node].env: "(left out)"');
  });

  it('leaves logs out where a Secret may not be read, as nobody could take out what it holds', async () => {
    const proxy = await startProxy();
    const kubeconfig = join(plugin.folder, 'without-secrets.yaml');
    writeFileSync(kubeconfig, proxy.kubeconfig, { mode: 0o600 });
    proxy.setPlan(({ resource }) => (resource === 'secrets' ? { kind: 'refuse', status: 403 } : undefined));
    const folder = join(plugin.folder, 'without-logs');
    const { exitCode } = await here('diagnose', 'shown', '--kubeconfig', kubeconfig, '-o', folder);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(folder, 'problems.txt'), 'utf8')).toMatch(/^logs: left out, .*: ixn-db-secret-100$/m);
    expect(proxy.log.filter(({ url }) => url.includes('/log'))).toEqual([]);
    await proxy.close();
  });

  it('gathers the same as one file', async () => {
    const path = join(plugin.folder, 'bundle.tar');
    expect((await here('diagnose', 'shown', '-o', path)).exitCode).toBe(0);
    const bytes = readFileSync(path);
    expect(bytes.length % 512).toBe(0);
    expect(bytes.toString('utf8')).toContain('InteractionServer');
    expect(bytes.toString('utf8')).not.toContain('canary');
  });

  it('writes from every set of values without gaps a resource that the API server takes', async () => {
    const golden = resolve(import.meta.dirname, '../../../libs/import-values/golden');
    for (const set of ['minimal', 'layered', 'openshift', 'consul-connect', 'credentials', 'yaml-1.1']) {
      const files = readdirSync(join(golden, set)).filter((name) => /^[0-9]-/.test(name));
      const given = files.toSorted().flatMap((name) => ['-f', join(golden, set, name)]);
      const environment = { IMAGE_REGISTRY: 'registry.example.com', DB_HOST: 'pg.example.com', DB_PORT: '15432' };
      const imported = await plugin.run(['import-values', ...given], environment);
      expect(imported.exitCode).toBe(0);
      const flags = ['--dry-run=server', '--validate=strict', '-f', '-'];
      const { exitCode, stderr } = await namespace.kubectl(['apply', ...flags], imported.stdout);
      expect({ set, exitCode, stderr }).toEqual({ set, exitCode: 0, stderr: '' });
    }
  });

  it('keeps what nobody has filled in, and ends with 1 for it only when it is to be strict', async () => {
    const golden = resolve(import.meta.dirname, '../../../libs/import-values/golden/unresolved');
    const given = ['1-base.yaml', '2-stage.yaml'].flatMap((name) => ['-f', join(golden, name)]);
    const imported = await plugin.run(['import-values', ...given]);
    expect(imported).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('port: $CONF_PORT') });
    const strict = await plugin.run(['import-values', ...given, '--strict']);
    expect(strict).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('14 are still to be filled in') });
  });

  it('explains a reason in any case, and lists what it can explain', async () => {
    expect((await plugin.run(['explain', 'waitingforwindow'])).stdout).toContain('What to do: Wait, or apply it now');
    expect((await plugin.run(['explain', 'NameNotFound'])).stdout).toContain(
      'reason of a connection that is Unreachable',
    );
    expect((await plugin.run(['explain', 'Row', '5'])).stdout).toContain('In the spec: ixnServer.confServer');
    expect((await plugin.run(['explain'])).stdout).toMatch(/^NotFound +answer of the API server/m);
    expect(await plugin.run(['explain', 'Nonsense'])).toMatchObject({ exitCode: 1 });
  });

  it('completes commands, options, choices and the names of instances', async () => {
    const completed = async (...words: readonly string[]) =>
      (await plugin.run(['__complete', ...words])).stdout.split('\n');
    expect(await completed('ma')).toEqual(['map', ':4', '']);
    expect(await completed('map', '--o')).toEqual(['--open', ':4', '']);
    expect(await completed('map', '-n', namespace.name, 'sh')).toEqual(['shown', ':4', '']);
    expect(await completed('p')).toEqual(['plan', 'pause', ':4', '']);
    expect(await completed('connections', '-o', 'm')).toEqual(['mermaid', ':4', '']);
    expect(await completed('import-values', '--st')).toEqual(['--strict', ':4', '']);
    expect(await completed('plan', '-f', '')).toEqual([':0', '']);
    expect(await completed('status', '-n', namespace.name, 'sh')).toEqual(['shown', ':4', '']);
    expect((await plugin.run(['completion', 'bash'])).stdout).toContain('complete -F');
  });

  it.each([
    [1, 'NotFound', ['status', 'nobody']],
    [1, 'InstanceMissing', ['connections', '-n', 'default']],
    [1, 'FileUnreadable', ['plan', '-f', '/nowhere.yaml']],
    [1, 'FileInvalid', ['render', '-f', '-']],
    [2, 'UsageInvalid', ['stats']],
    [2, 'UsageInvalid', ['connections', '-o', 'xml']],
    [2, 'UsageInvalid', ['plan']],
    [1, 'NotFound', ['map', 'nobody']],
    [2, 'UsageInvalid', ['map', '--port', 'http']],
    [2, 'UsageInvalid', ['map', '--open', '--no-open']],
    [3, 'KubeconfigInvalid', ['map', '--context', 'elsewhere']],
    [3, 'KubeconfigInvalid', ['status', '--context', 'elsewhere']],
    [3, 'KubeconfigInvalid', ['status', '--kubeconfig', '/nowhere']],
  ])('ends with %i and the code %s: %j', async (exitCode, code, args) => {
    expect(await plugin.run(args)).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(code) });
  });
});
