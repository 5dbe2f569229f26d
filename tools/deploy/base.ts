import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const deploy = resolve(import.meta.dirname, '../../deploy');

/** A Kubernetes object, or a part of one, as it stands in YAML. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Manifest extends Fields {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The text of a file of deploy/ that somebody writes by hand. */
export function deployFile(path: string): string {
  return readFileSync(resolve(deploy, path), 'utf8');
}

/** What a kustomization of deploy/ says, as far as it is read here. */
export interface Kustomization {
  readonly resources: readonly string[];
  readonly images?: readonly { readonly name: string; readonly newName: string; readonly newTag: string }[];
}

export function kustomization(folder: string): Kustomization {
  return parse(deployFile(`${folder}/kustomization.yaml`));
}
