import { parse as parseInstance } from '@ixn/interaction-server';
import { buildManifests, type MergeSchema, resolve } from '@ixn/manifests';
import type { InstanceManifest } from './instance-manifest.ts';

/** What stands in templates where instances differ; the Go peer has the same words. */
const placeholders = {
  name: 'name-placeholder',
  namespace: 'namespace-placeholder',
  uid: '00000000-0000-4000-8000-000000000000',
  tenant: '11111111-1111-4111-8111-111111111111',
} as const;

/** What differs between instances. */
export type InstanceParts = Readonly<Record<keyof typeof placeholders, string>>;

/** The objects of any instance like `sample`, as JSON texts with placeholders, in the order in which they are applied. */
export function renderTemplates(sample: InstanceManifest, mergeSchema: MergeSchema): readonly string[] {
  const { name, namespace, uid, tenant: id } = placeholders;
  const spec = { ...sample.spec, tenant: { ...sample.spec.tenant, id } };
  const metadata = { name, namespace, uid, generation: 1, creationTimestamp: '2026-01-01T00:00:00Z' };
  const parsed = parseInstance({ ...sample, metadata, spec });
  if (!parsed.ok) throw new Error(`the sample is not valid: ${JSON.stringify(parsed.violations)}`);
  const instance = resolve(parsed.value, { podMonitors: false }, {});
  return buildManifests(instance, mergeSchema).map(({ object }) => JSON.stringify(object));
}

/** A template with an instance's own words in it. */
export function fillTemplate(template: string, parts: InstanceParts): string {
  return template
    .replaceAll(placeholders.namespace, parts.namespace)
    .replaceAll(placeholders.name, parts.name)
    .replaceAll(placeholders.uid, parts.uid)
    .replaceAll(placeholders.tenant, parts.tenant);
}
