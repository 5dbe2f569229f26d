import { describe, expect, it } from 'vitest';
import { createNamespace, eventually } from '../src/cluster.ts';
import { untilReady } from '../src/instance.ts';
import { startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

describe('two operators of one lease', () => {
  it('work one after the other: the second begins when the first has stopped', async () => {
    const namespace = await createNamespace('leader');
    const lease = async () => {
      const path = `/apis/coordination.k8s.io/v1/namespaces/${namespace.name}/leases/the-lease`;
      const { body } = await namespace.request({ path });
      return (body as { readonly spec: { readonly holderIdentity: string; readonly leaseTransitions: number } }).spec;
    };
    const flags = ['--leader-elect', '--lease-namespace', namespace.name, '--lease-name', 'the-lease'];
    const first = await startOperator([namespace.name], flags);
    const { holderIdentity: holder } = await lease();
    let secondWorks = false;
    const second = startOperator([namespace.name], flags);
    const noted = second.then(() => {
      secondWorks = true;
      return secondWorks;
    });

    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('led'));
    await untilReady(namespace, 'led');
    expect([secondWorks, (await lease()).holderIdentity]).toEqual([false, holder]);

    await first.stop();
    await noted;
    expect(await lease()).toMatchObject({ leaseTransitions: 1 });
    expect((await lease()).holderIdentity).not.toBe(holder);
    await namespace.delete('services', 'led-ixn');
    await eventually('the second operator mends what was deleted', () => namespace.get('services', 'led-ixn'));
    await (await second).stop();
    expect(await lease()).toMatchObject({ holderIdentity: '' });
  });
});
