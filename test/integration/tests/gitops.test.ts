import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { judge, type Verdict } from '@ixn/deploy-tests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyObject, createNamespace, type TestNamespace } from '../src/cluster.ts';
import { untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const name = 'synced';
const samples = resolve(import.meta.dirname, '../../../deploy/samples');

describe('an instance that a GitOps tool keeps', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('gitops');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance(name));
    await untilReady(namespace, name);
    // On a machine where no Go module has been downloaded yet the engines take minutes to build.
    await verdict();
  }, 900_000);
  afterAll(() => operator.stop());

  /** The engines' view of the instance as it is. */
  async function verdict(): Promise<Verdict> {
    const [found] = await judge([(await namespace.get('interactionservers', name)) ?? {}]);
    if (found === undefined) throw new Error('the engines say nothing');
    return found;
  }

  async function healths(): Promise<readonly [argo: string, flux: string]> {
    const { argo, flux } = await verdict();
    return [argo.status, flux];
  }

  async function act(action: string): Promise<void> {
    const { after } = await verdict();
    const { exitCode, stderr } = await namespace.kubectl(['replace', '-f', '-'], JSON.stringify(after[action]));
    if (exitCode !== 0) throw new Error(stderr);
  }

  it('is healthy, is suspended while the action pause holds a change back, and goes on by the action resume', async () => {
    expect(await healths()).toEqual(['Healthy', 'Current']);
    await act('pause');
    await namespace.patch('interactionservers', name, { spec: { ixnVQNode: { image: { tag: 'next' } } } });
    await untilInstance(namespace, name, 'is held', ({ Reconciling }) => Reconciling?.reason === 'Paused');
    expect(await healths()).toEqual(['Suspended', 'Current']);
    await act('resume');
    await untilReady(namespace, name);
    expect(await healths()).toEqual(['Healthy', 'Current']);
  }, 60_000);

  it('lets what waits for a window go by the action apply-pending', async () => {
    const never = [{ schedule: '0 0 29 2 *', duration: '1h' }];
    await namespace.patch('interactionservers', name, { spec: { updatePolicy: { maintenanceWindows: never } } });
    await namespace.patch('interactionservers', name, { spec: { ixnVQNode: { image: { tag: 'later' } } } });
    await untilInstance(namespace, name, 'waits', ({ Reconciling }) => Reconciling?.reason === 'WaitingForWindow');
    expect(await healths()).toEqual(['Suspended', 'Current']);
    await act('apply-pending');
    await untilReady(namespace, name);
    expect(await healths()).toEqual(['Healthy', 'Current']);
  }, 60_000);

  it('is degraded once it can never come to rest', async () => {
    const instance: AnyObject | undefined = await namespace.get('interactionservers', name);
    const rival = sampleInstance('rival');
    await namespace.apply({ ...rival, spec: { ...rival.spec, tenant: instance?.['spec'].tenant } });
    const found = await untilInstance(namespace, 'rival', 'is stalled', ({ Stalled }) => Stalled?.status === 'True');
    const [verdictOfRival] = await judge([found]);
    expect(verdictOfRival).toMatchObject({ argo: { status: 'Degraded' }, flux: 'Failed' });
  }, 60_000);
});

describe('a second sync of the samples', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('second-sync');
    operator = await startOperator([namespace.name]);
  });
  afterAll(() => operator.stop());

  it.each([
    ['by server-side apply', 'tenant-100.yaml', ['--server-side', '--field-manager=argocd-controller']],
    ['by client-side apply', 'tenant-100.yaml', []],
    ['by server-side apply, of everything set', 'full.yaml', ['--server-side', '--field-manager=argocd-controller']],
  ])(
    'finds no difference %s',
    async (_, file, flags) => {
      const text = readFileSync(resolve(samples, file), 'utf8').replace(/^ {2}namespace: .*\n/gm, '');
      await said(['apply', ...flags, '-f', '-'], text);
      // The operator has written its status, and whatever else it may have wished to.
      const instance = (await namespace.list('interactionservers'))[0];
      await untilInstance(
        namespace,
        instance?.metadata.name ?? '',
        'was looked at',
        ({ Ready }) => Ready !== undefined,
      );
      const before = await namespace.list('interactionservers');
      // `kubectl diff` ends with 1 when there is a difference.
      expect(await namespace.kubectl(['diff', ...flags, '-f', '-'], text)).toMatchObject({ exitCode: 0, stdout: '' });
      await said(['apply', ...flags, '-f', '-'], text);
      const after = await namespace.list('interactionservers');
      const generations = (all: readonly AnyObject[]) => all.map(({ metadata }) => metadata.generation);
      expect(generations(after)).toEqual(generations(before));
      await namespace.kubectl(['delete', '--ignore-not-found', '-f', '-'], text);
    },
    60_000,
  );

  async function said(args: readonly string[], stdin: string): Promise<string> {
    const { exitCode, stdout, stderr } = await namespace.kubectl(args, stdin);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  }
});
