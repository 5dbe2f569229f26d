import { parse } from '@ixn/interaction-server';
import type { KubeObject } from '@ixn/kube-client';
import { buildManifests, type Manifest, resolve } from '@ixn/manifests';
import { stringify } from 'yaml';
import type { Action } from '../command-line/command.ts';
import { done, notDone, problem } from '../problems.ts';
import { readResources } from '../read-resources.ts';
import { podMergeSchema } from './generated/pod-merge-schema.ts';

/** Stands where only the API server knows better. */
const unknownUid = '00000000-0000-0000-0000-000000000000';

/** Writes the objects of the resources of some files. */
export const render: Action = async (call, io) => {
  const read = await readResources(call.texts('filename'), io);
  if (!read.ok) return notDone(read.problem);
  const features = { podMonitors: call.has('pod-monitors') };
  const documents: string[] = [];
  for (const resource of read.value) {
    const parsed = parse(asStored(resource, call.text('namespace') ?? 'default'));
    if (!parsed.ok) {
      const words = parsed.violations.map(({ path, message }) => `${path}: ${message}`).join('; ');
      return notDone(problem('SpecInvalid', `${resource.metadata.name}: ${words}`));
    }
    const manifests = buildManifests(resolve(parsed.value, features, {}), podMergeSchema);
    documents.push(...manifests.filter(isOfPeople).map(({ object }) => toYaml(object)));
  }
  io.print(documents.join('---\n'));
  return done;
};

/** The records of pod templates are the operator's own. */
function isOfPeople({ object }: Manifest): boolean {
  return object.kind !== 'ControllerRevision';
}

function asStored(resource: KubeObject, namespace: string): KubeObject {
  const { metadata } = resource;
  return { ...resource, metadata: { namespace, ...metadata, uid: metadata.uid ?? unknownUid, generation: 1 } };
}

/** kubectl reads YAML 1.1, in which a plain Off is false. */
function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
