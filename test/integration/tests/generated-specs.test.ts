import { apiVersion, parse } from '@ixn/interaction-server';
import { appliedFields, ownsExactly } from '@ixn/kube-client';
import { buildManifests, type ChildKind, type ChildObject, resolve } from '@ixn/manifests';
import { arbitraryInteractionServer, podMergeSchema, type RawInteractionServer } from '@ixn/test-kit';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createNamespace, type TestNamespace } from '../src/cluster.ts';

/** The same resources in every run; another number gives others. */
const seed = 20_261_123;

const fieldManager = 'test';

const generated = fc.sample(arbitraryInteractionServer(), { numRuns: 200, seed });

/** The kinds that every cluster knows. */
const kinds: readonly ChildKind[] = [
  'ServiceAccount',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Service',
  'NetworkPolicy',
  'StatefulSet',
  'Deployment',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
];

describe(`200 generated resources (seed ${seed})`, () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await createNamespace('generated');
  });

  it('are accepted by the API server, every one, without a warning about a field', async () => {
    const refusals = await refusalsOf(generated, (resource) => refusalOfResource(namespace, resource));
    expect(refusals).toEqual([]);
  });

  it('have objects that the API server accepts when they are applied, and that do not drift then, for 60 of them', async () => {
    const objects = generated.slice(0, 60).flatMap((resource) => objectsOf(resource, namespace.name));
    const refusals = await refusalsOf(objects, (object) => refusalOfObject(namespace, object));
    expect(refusals).toEqual([]);
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...kinds]));
  }, 120_000);
});

/** Asks for all of them, some at a time; what was refused, with what the server said. */
async function refusalsOf<Item>(items: readonly Item[], ask: (item: Item) => Promise<string | undefined>) {
  const refusals: string[] = [];
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      const refusal = await ask(item);
      if (refusal !== undefined) refusals.push(`${refusal}: ${JSON.stringify(item)}`);
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return refusals;
}

async function refusalOfResource({ name, request }: TestNamespace, resource: RawInteractionServer) {
  const path = `/apis/${apiVersion}/namespaces/${name}/interactionservers?dryRun=All&fieldValidation=Strict`;
  const body = { ...resource, metadata: { name: resource.metadata.name } };
  const answer = await request({ method: 'POST', path, body });
  return answer.status === 201 ? undefined : messageOf(answer.body);
}

function objectsOf(resource: RawInteractionServer, namespace: string): readonly ChildObject[] {
  const parsed = parse({ ...resource, metadata: { ...resource.metadata, namespace } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  const manifests = buildManifests(resolve(parsed.value, { podMonitors: false }, {}), podMergeSchema);
  // This server knows no PodMonitors, which a spec may ask for all the same.
  return manifests.map(({ object }) => object).filter(({ kind }) => kind !== 'PodMonitor');
}

async function refusalOfObject({ request }: TestNamespace, object: ChildObject) {
  const { name, namespace } = object.metadata;
  const group = object.apiVersion === 'v1' ? '/api/v1' : `/apis/${object.apiVersion}`;
  const path = `${group}/namespaces/${namespace}/${pluralOf(object.kind)}/${name}?dryRun=All&fieldManager=${fieldManager}`;
  const contentType = 'application/apply-patch+yaml';
  const answer = await request({ method: 'PATCH', path, contentType, body: object });
  if (answer.status !== 201) return messageOf(answer.body);
  const settled = ownsExactly(object, appliedFields(Object(answer.body), fieldManager));
  return settled ? undefined : 'its fields are not recorded as they are applied, so that it would be written for ever';
}

function pluralOf(kind: ChildKind): string {
  return `${kind.toLowerCase()}s`.replace(/ys$/, 'ies');
}

function messageOf(body: unknown): string {
  return String(Object(body).message);
}
