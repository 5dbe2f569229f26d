import type { KubeObject } from '@ixn/kube-client';
import { resourceType } from '@ixn/interaction-server';
import { parseAllDocuments } from 'yaml';
import type { Found } from './cluster/instance.ts';
import type { Io } from './io.ts';
import { problem } from './problems.ts';

/** The InteractionServers of some files, in their order; what else stands in them is told and left out. */
export async function readResources(paths: readonly string[], io: Io): Promise<Found<readonly KubeObject[]>> {
  const resources: KubeObject[] = [];
  for (const path of paths) {
    const text = await readFileText(path, io);
    if (!text.ok) return text;
    for (const document of parseAllDocuments(text.value, { version: '1.1' })) {
      const [error] = document.errors;
      if (error !== undefined) return invalid(`${path}: ${error.message}`);
      const value: unknown = document.toJS();
      if (value === null || value === undefined) continue;
      if (!isObject(value)) return invalid(`${path}: a document is no Kubernetes object with kind and metadata.name`);
      if (value.kind === resourceType.kind) resources.push(value);
      else io.complain(`${path}: ${value.kind} ${value.metadata.name} is left out: it is no ${resourceType.kind}\n`);
    }
  }
  return resources.length === 0
    ? invalid(`no ${resourceType.kind} in ${paths.join(', ')}`)
    : { ok: true, value: resources };
}

/** The text of a file, or why it cannot be read. */
export async function readFileText(path: string, io: Io): Promise<Found<string>> {
  try {
    return { ok: true, value: await io.readText(path) };
  } catch (error) {
    return { ok: false, problem: problem('FileUnreadable', wordsOf(error)) };
  }
}

/** Writes a file that is not there yet, or says why it cannot be written. */
export async function writeNewFile(path: string, content: string | Uint8Array, io: Io): Promise<Found<undefined>> {
  try {
    await io.writeNew(path, content);
    return { ok: true, value: undefined };
  } catch (error) {
    return { ok: false, problem: problem('FileUnreadable', wordsOf(error)) };
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isObject(value: unknown): value is KubeObject {
  if (typeof value !== 'object' || value === null) return false;
  const metadata: unknown = Reflect.get(value, 'metadata');
  const name: unknown = typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'name') : undefined;
  return typeof Reflect.get(value, 'kind') === 'string' && typeof name === 'string';
}

function invalid(message: string): { readonly ok: false; readonly problem: ReturnType<typeof problem> } {
  return { ok: false, problem: problem('FileInvalid', message) };
}
