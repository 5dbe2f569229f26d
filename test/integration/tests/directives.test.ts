import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNamespace, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

/** What the API server takes and cannot judge, as no rule of the CRD can say it. */
describe('the operator, for what only it can judge', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('directives');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('told'));
    await untilReady(namespace, 'told');
  });
  afterAll(() => operator.stop());

  const annotate = (pause: string | null) =>
    namespace.patch('interactionservers', 'told', { metadata: { annotations: { 'ixn.operators.dev/pause': pause } } });
  const windows = (maintenanceWindows: readonly object[] | null) =>
    namespace.patch('interactionservers', 'told', { spec: { updatePolicy: { maintenanceWindows } } });
  const untilInvalid = async () => {
    const instance = await untilInstance(namespace, 'told', 'is invalid', ({ Stalled }) => {
      return Stalled?.reason === 'InvalidSpec';
    });
    return conditionsOf(instance)['Stalled']?.message;
  };

  it('stalls on an annotation that says no pause, and goes on by itself when it is mended', async () => {
    await annotate('everything');
    expect(await untilInvalid()).toBe(
      'metadata.annotations[ixn.operators.dev/pause]: Unsupported value: "everything": supported values: "None", "Disruptive", "All"',
    );
    await annotate('Disruptive');
    await untilReady(namespace, 'told');
    await annotate(null);
  });

  it('stalls on windows that never open, or are in no time zone, and goes on when they are mended', async () => {
    await windows([
      { schedule: '0 2 30 2 *', duration: '2h' },
      { schedule: '0 2 * * SUN', duration: '2h', timeZone: 'Europe/Nowhere' },
    ]);
    expect((await untilInvalid())?.split('; ')).toEqual([
      expect.stringContaining('spec.updatePolicy.maintenanceWindows[0].schedule: must be a cron schedule that comes'),
      expect.stringContaining('spec.updatePolicy.maintenanceWindows[1].timeZone: is no time zone that the operator'),
    ]);
    await windows([{ schedule: '0 2 * * SUN', duration: '2h', timeZone: 'Europe/Berlin' }]);
    await untilReady(namespace, 'told');
  });
});
