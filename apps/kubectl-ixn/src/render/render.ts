import { stringify } from 'yaml';
import type { Action } from '../command-line/command.ts';
import { done, notDone, problem } from '../problems.ts';
import { readResources } from '../read-resources.ts';
import { manifestsOf } from './manifests-of.ts';

/** Writes the objects of the resources of some files. */
export const render: Action = async (call, io) => {
  const read = await readResources(call.texts('filename'), io);
  if (!read.ok) return notDone(read.problem);
  const features = { podMonitors: call.has('pod-monitors') };
  const documents: string[] = [];
  for (const resource of read.value) {
    const rendered = manifestsOf(resource, call.text('namespace') ?? 'default', features);
    if (!rendered.ok) return notDone(problem('SpecInvalid', `${resource.metadata.name}: ${rendered.message}`));
    documents.push(...rendered.objects.map(toYaml));
  }
  io.print(documents.join('---\n'));
  return done;
};

/** kubectl reads YAML 1.1, in which a plain Off is false. */
function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
