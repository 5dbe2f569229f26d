import { parse } from '@ixn/interaction-server';
import type { KubeClient, KubeObject } from '@ixn/kube-client';
import { isPodTemplate, type TemplateRecord } from '@ixn/manifests';
import type { TemplateRecordReader } from '@ixn/reconcile';
import { LRUCache } from 'lru-cache';
import { childTypes } from './resource-types.ts';
import { textAt } from './value-at.ts';

/** Records are read only while pods are to be replaced; one has 5 to 10 KB, so this many of them stay below 3 MB. */
const maxRemembered = 256;

/** Reads records by GET. They can never be changed, so one that was read is remembered for a while. */
export function createTemplateRecordReader(client: KubeClient): TemplateRecordReader {
  const remembered = new LRUCache<string, TemplateRecord>({ max: maxRemembered });
  return async (namespace, names) => {
    const records = new Map<string, TemplateRecord>();
    for (const name of names) {
      const key = `${namespace}/${name}`;
      const known = remembered.get(key);
      if (known !== undefined) {
        records.set(name, known);
        continue;
      }
      const read = await client.get(childTypes.ControllerRevision, { namespace, name });
      if (!read.ok && read.failure.code !== 'NotFound') {
        const { code, message, retryAfterMs } = read.failure;
        return { kind: 'failed', code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
      }
      const record = read.ok ? toTemplateRecord(read.value) : undefined;
      if (record === undefined) continue;
      remembered.set(key, record);
      records.set(name, record);
    }
    return { kind: 'read', records };
  };
}

/** What a ControllerRevision of ours holds; undefined where somebody else made it, or it cannot be read any more. */
export function toTemplateRecord(object: KubeObject): TemplateRecord | undefined {
  const { namespace, uid } = object.metadata;
  const spec = jsonAt(object, 'spec');
  const settings = jsonAt(object, 'settings');
  const template = jsonAt(object, 'template');
  if (!isTexts(settings) || !isPodTemplate(template)) return undefined;
  const parsed = parse({ metadata: { name: 'recorded', namespace, uid, generation: 0 }, spec });
  return {
    spec: parsed.ok ? parsed.value.spec : undefined,
    referencesDigest: textAt(object, 'data', 'referencesDigest'),
    settings,
    template,
  };
}

function jsonAt(object: KubeObject, field: string): unknown {
  try {
    return JSON.parse(textAt(object, 'data', field) ?? '');
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}
