import { type CommandResult, type ControlPlane, startControlPlane } from '@ixn/control-plane';
import { customResourceDefinition } from '@ixn/interaction-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyObject, createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf } from '../src/instance.ts';
import { fiveMistakes, invalidResources } from '../src/invalid-resources.ts';
import { type InvalidResource, withChanges } from '../src/invalid-resources/invalid-resource.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance } from '../src/samples.ts';

/** What is said of one field of a resource. */
interface Complaint {
  readonly field: string;
  readonly words: string;
}

const five: InvalidResource = { what: 'five mistakes at once', changes: fiveMistakes, words: '' };
const cases = [...invalidResources, five].map((invalid, index) => {
  const stored = withChanges(sampleInstance(`invalid-${index}`), invalid.stored ?? {});
  const [changed = ''] = Object.keys(invalid.changes);
  return {
    field: changed,
    ...invalid,
    resource: withChanges(stored, invalid.changes),
    before: invalid.stored && stored,
  };
});
type Case = (typeof cases)[number];

const single = cases.filter(({ what }) => what !== five.what);
const slipping = cases.filter(({ onlyApiServer }) => onlyApiServer === undefined);
const crd = customResourceDefinition();

/** What the API server said of each resource, by what is wrong with it; both halves below need it. */
const refusals = new Map<string, readonly Complaint[]>();

beforeAll(async () => {
  const namespace = await createNamespace('invalid');
  for (const invalid of cases) refusals.set(invalid.what, await refusal(namespace, invalid));
});

const refusalOf = ({ what }: Case) => refusals.get(what) ?? [];

describe('kubectl apply', () => {
  it.each(single)('refuses $what, and says where and what would be right', (invalid) => {
    const said = refusalOf(invalid).filter(({ field }) => field === invalid.field);
    expect(said.map(({ words }) => words).join('\n')).toContain(invalid.words);
  });

  it('says of five mistakes in one resource all that is wrong', () => {
    const fields = refusals.get(five.what)?.map(({ field }) => field);
    expect(fields?.toSorted()).toEqual(Object.keys(fiveMistakes).toSorted());
  });

  it('has refused at least one resource for each rule of the schema', () => {
    const said = [...refusals.values()].flat().map(({ words }) => words);
    const silent = rulesOf(crd.spec.versions[0]?.schema.openAPIV3Schema).filter(
      (message) => !said.some((words) => words.includes(message)),
    );
    expect(silent).toEqual([]);
  });
});

describe('the operator, for what slipped past the CRD', () => {
  let controlPlane: ControlPlane;
  let operator: RunningOperator;
  const path = `/apis/${crd.spec.group}/v1alpha1/namespaces/default/${crd.spec.names.plural}`;

  beforeAll(async () => {
    controlPlane = await startControlPlane();
    must(await controlPlane.kubectl(['apply', '-f', '-'], { stdin: JSON.stringify(looseDefinition()) }));
    must(await controlPlane.kubectl(['wait', '--for=condition=Established', `crd/${crd.metadata.name}`]));
    operator = await startOperator(['default'], [], controlPlane.kubeconfig);
    const items = slipping.map(({ resource }) => resource);
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    must(await controlPlane.kubectl(['create', '-f', '-'], { stdin: list }));
  });
  afterAll(async () => {
    await operator?.stop();
    await controlPlane?.stop();
  });

  const stalled = ({ resource }: Case) =>
    eventually(`${resource.metadata.name} is Stalled`, async () => {
      const { body } = await controlPlane.request({ path: `${path}/${resource.metadata.name}` });
      const conditions = conditionsOf(body as AnyObject);
      return conditions['Stalled'] === undefined ? undefined : conditions;
    });

  it.each(slipping)('stalls on $what, in the words of the API server', async (invalid) => {
    const { Ready, Stalled, Reconciling } = await stalled(invalid);
    expect(Stalled).toMatchObject({ status: 'True', reason: 'InvalidSpec' });
    expect(Ready).toMatchObject({ status: 'False', reason: 'InvalidSpec', message: Stalled?.message });
    expect(Reconciling).toBeUndefined();

    const refused = refusalOf(invalid);
    const reported = complaintsOfStatus(Stalled?.message ?? '');
    // The API server's words go further than ours: it repeats the value, and sometimes the path.
    const foreign = reported.filter(
      ({ field, words }) => !refused.some((complaint) => complaint.field === field && complaint.words.includes(words)),
    );
    expect({ foreign, refused }).toEqual({ foreign: [], refused });
    expect(fieldsOf(reported)).toEqual(fieldsOf(refused));
  });

  it('makes nothing of any of them', async () => {
    const selector = encodeURIComponent('app.kubernetes.io/managed-by=interaction-server-operator');
    for (const collection of ['/api/v1/configmaps', '/api/v1/services', '/apis/apps/v1/statefulsets']) {
      const { body } = await controlPlane.request({ path: `${collection}?labelSelector=${selector}` });
      expect(body).toMatchObject({ items: [] });
    }
  });

  it('goes on when the resource is mended', async () => {
    const mended = sampleInstance(cases.find(({ what }) => what === five.what)?.resource.metadata.name ?? '');
    must(await controlPlane.kubectl(['replace', '-f', '-'], { stdin: JSON.stringify(mended) }));
    await eventually('the instance is no longer Stalled', async () => {
      const { body } = await controlPlane.request({ path: `${path}/${mended.metadata.name}` });
      return conditionsOf(body as AnyObject)['Stalled'] === undefined ? true : undefined;
    });
  });
});

/** Applies a resource, and what was there before it where it is the change that is wrong; gives what kubectl says of it. */
async function refusal(namespace: TestNamespace, { resource, before }: Case): Promise<readonly Complaint[]> {
  if (before !== undefined) await namespace.apply(before);
  // Without the client's own checks it is the schema that speaks.
  const { exitCode, stderr } = await namespace.kubectl(
    ['apply', '--validate=false', '-f', '-'],
    JSON.stringify(resource),
  );
  if (exitCode === 0) throw new Error(`${resource.metadata.name} was not refused`);
  const [, said = ''] = stderr.split(/ is invalid:\s+/);
  const complaints = said
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => toComplaint(line.replace(/^[*] /, '')));
  // Of no field is only that rules were not looked at after what came before.
  return complaints.filter(({ field }) => field !== '<nil>');
}

function must({ exitCode, stderr }: CommandResult): void {
  if (exitCode !== 0) throw new Error(stderr);
}

function complaintsOfStatus(message: string): readonly Complaint[] {
  return message.split(/; (?=(?:metadata|spec)[.:[])/).map(toComplaint);
}

function toComplaint(line: string): Complaint {
  const [field = ''] = line.split(': ', 1);
  return { field, words: line.slice(field.length + 2) };
}

function fieldsOf(complaints: readonly Complaint[]): readonly string[] {
  return [...new Set(complaints.map(({ field }) => field))].toSorted();
}

/** The messages of all rules that a schema has, at whatever depth. */
function rulesOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own: unknown = Reflect.get(schema, 'x-kubernetes-validations');
  const messages = Array.isArray(own) ? own.map((rule) => String(Reflect.get(Object(rule), 'message'))) : [];
  return [...new Set([...messages, ...Object.values(schema).flatMap(rulesOf)])];
}

/** The CRD of the operator, but for its schema: it takes everything. */
function looseDefinition() {
  const anything = { 'x-kubernetes-preserve-unknown-fields': true };
  const openAPIV3Schema = { type: 'object', properties: { spec: anything, status: { type: 'object', ...anything } } };
  const versions = crd.spec.versions.map((version) => ({ ...version, schema: { openAPIV3Schema } }));
  return { ...crd, spec: { ...crd.spec, versions } };
}
