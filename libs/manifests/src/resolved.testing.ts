import { workloads } from '@ixn/connections';
import { type InteractionServer, parse } from '@ixn/interaction-server';
import { interactionServer, type Overrides, podMergeSchema, type RawInteractionServer } from '@ixn/test-kit';
import { buildManifests } from './build-manifests.ts';
import type { ChildKind, ChildOf, Manifest } from './manifest.ts';
import { referencesOf } from './references.ts';
import { type ClusterFeatures, resolve, type ResolvedInstance } from './resolve.ts';

const noFeatures: ClusterFeatures = { podMonitors: false };

/** A resource that has to be valid, as it is read. */
export function parsed(resource: RawInteractionServer): InteractionServer {
  const read = parse(resource);
  if (!read.ok) throw new Error(JSON.stringify(read.violations));
  return read.value;
}

/** A resource in a cluster that knows no PodMonitors, unless it is said to; all Secrets and ConfigMaps have one digest. */
export function resolved(resource: RawInteractionServer, features = noFeatures): ResolvedInstance {
  const instance = parsed(resource);
  const references = referencesOf(instance, podMergeSchema);
  const reading = workloads.filter((workload) => references[workload].some(({ use }) => use === 'read'));
  return resolve(instance, features, Object.fromEntries(reading.map((workload) => [workload, '0123456789abcdef'])));
}

/** The minimal resource with these differences. */
export function resolvedWith(overrides: Overrides): ResolvedInstance {
  return resolved(interactionServer(overrides));
}

export function manifestsOf(resource: RawInteractionServer, features = noFeatures): readonly Manifest[] {
  return buildManifests(resolved(resource, features), podMergeSchema);
}

/** The objects of one kind, by the end of their names: `ixn`, `ixn-node`, `vq-node`. */
export function objectsOfKind<Kind extends ChildKind>(
  kind: Kind,
  resource: RawInteractionServer,
  features = noFeatures,
): Readonly<Record<string, ChildOf<Kind>>> {
  const objects = manifestsOf(resource, features).map(({ object }) => object);
  const ofKind = objects.filter((object): object is ChildOf<Kind> => object.kind === kind);
  return Object.fromEntries(
    ofKind.map((object) => [object.metadata.name.replace(`${resource.metadata.name}-`, ''), object]),
  );
}
