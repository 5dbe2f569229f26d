import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterOfKubeconfig, runCommand } from '@ixn/control-plane';
import { podMergeSchema as readMergeSchema, strategicMerge } from '@ixn/manifests';
import { podMergeSchema, strategicMergeCases } from '@ixn/test-kit';
import * as fc from 'fast-check';
import { afterAll, describe, expect, inject, it } from 'vitest';

type Fields = Readonly<Record<string, unknown>>;

const folder = mkdtempSync(join(tmpdir(), 'ixn-merge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the real kubectl makes of a pod template and a strategic merge patch of it; undefined where it refuses the patch. */
async function kubectlMerge(base: Fields, patch: Fields): Promise<unknown> {
  const file = join(folder, 'base.json');
  writeFileSync(
    file,
    JSON.stringify({ apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'a' }, template: base }),
  );
  const flags = ['patch', '--local', '--type=strategic', '--output=json', '--filename', file];
  const result = await runCommand(inject('controlPlane').kubectlPath, [
    ...flags,
    '--patch',
    JSON.stringify({ template: patch }),
  ]);
  if (result.exitCode !== 0) return undefined;
  // kubectl leaves directives and nulls standing where there is nothing to do, and empty maps where it was told to delete.
  const isEmpty = (value: unknown) =>
    value === null || (Object.keys(Object(value)).length === 0 && Object(value) === value && !Array.isArray(value));
  const isIdle = (key: string, value: unknown) => key.startsWith('$') || isEmpty(value);
  return JSON.parse(result.stdout, (key, value) => (isIdle(key, value) ? undefined : value)).template ?? {};
}

/** Our own merge, read by kubectl as it reads its own, which leaves out empty values. */
async function ourMerge(base: Fields, patch: Fields): Promise<unknown> {
  return kubectlMerge(strategicMerge(base, patch, podMergeSchema), {});
}

describe('the schema of merges', () => {
  it('is the one that the unit tests use', async () => {
    const { request } = clusterOfKubeconfig(inject('controlPlane').kubeconfig);
    const { body } = await request({ path: '/openapi/v3/api/v1' });
    expect(readMergeSchema(body)).toEqual(podMergeSchema);
  });
});

describe('a strategic merge', () => {
  it.each(strategicMergeCases)('is what kubectl makes of it: $name', async ({ base, patch }) => {
    const merged = await kubectlMerge(base, patch);
    expect(merged).toBeDefined();
    expect(await ourMerge(base, patch)).toEqual(merged);
  });

  it('is what kubectl makes of it, for generated pods and patches', async () => {
    const sameMerge = fc.asyncProperty(templates(false), templates(true), async (base, patch) => {
      const merged = await kubectlMerge(base, patch);
      fc.pre(merged !== undefined);
      expect(await ourMerge(base, patch)).toEqual(merged);
    });
    await fc.assert(sameMerge, { numRuns: 100, seed: 20_261_123, endOnFailure: true });
  }, 120_000);
});

/** Pod templates of few words, so that bases and patches often speak of the same; patches have nulls and directives too. */
function templates(isPatch: boolean): fc.Arbitrary<Fields> {
  const word = fc.constantFrom('a', 'b', 'c');
  const orNull = <T>(value: fc.Arbitrary<T>) =>
    isPatch ? fc.oneof({ weight: 6, arbitrary: value }, fc.constant(null)) : value;
  const record = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>, required: readonly string[] = []) =>
    fc.record(
      Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [
          name,
          required.includes(name) || name.startsWith('$') ? value : orNull(value),
        ]),
      ),
      { requiredKeys: [...required] },
    );
  const marked = (fields: fc.Arbitrary<unknown>) =>
    isPatch
      ? fc.oneof(
          { weight: 8, arbitrary: fields },
          fields.map((value) => ({ ...Object(value), $patch: 'replace' })),
          fc.constant({ $patch: 'delete' }),
        )
      : fields;
  const keyed = (key: string, ids: fc.Arbitrary<unknown>, fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) => {
    const item = record({ [key]: ids, ...fields }, [key]);
    const items = fc.uniqueArray(item, { maxLength: 3, selector: (value) => Reflect.get(value, key) });
    if (!isPatch) return items;
    const deletion = ids.map((id) => ({ [key]: id, $patch: 'delete' }));
    const deletions = fc.uniqueArray(deletion, { maxLength: 1 });
    const others = fc
      .tuple(items, deletions)
      .map(([some, gone]) => [...some.filter((value) => Reflect.get(value, key) !== Object(gone[0])[key]), ...gone]);
    return fc.oneof(
      { weight: 6, arbitrary: others },
      items.map((some) => [{ $patch: 'replace' }, ...some]),
    );
  };
  const environment = keyed('name', word, { value: word });
  const port = fc.constantFrom(1, 2, 3);
  const container = {
    image: word,
    args: fc.array(word, { maxLength: 2 }),
    env: environment,
    ports: keyed('containerPort', port, { name: word }),
    volumeMounts: keyed('mountPath', word, { name: word }),
    resources: record({ limits: record({ cpu: fc.constantFrom('1', '2'), memory: fc.constant('1Gi') }) }),
    securityContext: marked(
      record({ runAsUser: port, capabilities: record({ drop: fc.array(word, { maxLength: 2 }) }) }),
    ),
  };
  const volume = { emptyDir: record({ medium: word }), configMap: record({ name: word }) };
  const order = (key: string) =>
    fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 3 }).map((ids) => ids.map((id) => ({ [key]: id })));
  return record({
    metadata: record({
      labels: fc.dictionary(word, orNull(word), { maxKeys: 2 }),
      // What is deleted is never added too: kubectl's answer to that is left to chance.
      finalizers: fc.uniqueArray(isPatch ? word : fc.constantFrom('a', 'b', 'd'), { maxLength: 3 }),
      ...(isPatch && { '$deleteFromPrimitiveList/finalizers': fc.constant(['d']) }),
    }),
    spec: record({
      priorityClassName: word,
      nodeSelector: fc.dictionary(word, orNull(word), { maxKeys: 2 }),
      securityContext: marked(record({ runAsUser: port, fsGroup: port, seccompProfile: record({ type: word }) })),
      tolerations: fc.array(record({ key: word }), { maxLength: 2 }),
      containers: keyed('name', word, container),
      volumes: keyed('name', word, volume),
      ...(isPatch && { '$setElementOrder/containers': order('name'), '$setElementOrder/volumes': order('name') }),
    }),
  });
}
