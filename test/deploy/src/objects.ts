import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { AnyObject } from './any-object.ts';
import { helm, kubectl } from './run.ts';

export const root = resolve(import.meta.dirname, '../../..');
export const chart = resolve(root, 'deploy/chart/interaction-server-operator');
export const releaseName = 'interaction-server-operator';
export const operatorNamespace = 'ixn-operator';

/** Values of the chart, as `--values` takes them. */
export type Values = Readonly<Record<string, unknown>>;

/** The objects of a YAML text. */
export function objectsIn(text: string): readonly AnyObject[] {
  return parseAllDocuments(text).flatMap((document): readonly AnyObject[] => {
    const object: AnyObject | null = document.toJS();
    return object === null ? [] : [object];
  });
}

/** `--set-json` for each value, which needs no file. */
export function valueFlags(values: Values): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => ['--set-json', `${name}=${JSON.stringify(value)}`]);
}

/** What the chart makes of values; `release` and `namespace` are those of deploy/operator. */
export async function renderChart(values: Values = {}): Promise<readonly AnyObject[]> {
  const flags = ['--namespace', operatorNamespace, ...valueFlags(values)];
  return objectsIn(await helm(['template', releaseName, chart, ...flags]));
}

export async function renderKustomization(folder: string): Promise<readonly AnyObject[]> {
  return objectsIn(await kubectl(['kustomize', resolve(root, folder)]));
}

/** `Kind namespace/name` of an object. */
export function nameOf({ kind, metadata: { namespace = '', name } }: AnyObject): string {
  return `${kind} ${namespace}/${name}`;
}
