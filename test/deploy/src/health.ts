import { resolve } from 'node:path';
import { buildTool, runCommand } from '@ixn/control-plane';
import { parse } from 'yaml';
import { deployFile } from '../../../tools/deploy/base.ts';
import { argoActions, argoScript } from '../../../tools/deploy/gitops.ts';
import type { AnyObject } from './any-object.ts';

/** What the engines of the GitOps tools make of an object. */
export interface Verdict {
  readonly name: string;
  readonly argo: { readonly status: string; readonly message: string };
  readonly flux: string;
  readonly available: Readonly<Record<string, { readonly disabled: boolean }>>;
  readonly after: Readonly<Record<string, AnyObject>>;
}

/** The expressions as users are given them. */
export function fluxExpressions(): object {
  const [expressions]: readonly object[] = parse(deployFile('gitops/flux/health-check-exprs.yaml'));
  return expressions ?? {};
}

/** Asks the engines about objects, which go through as JSON. */
export async function judge(objects: readonly object[]): Promise<readonly Verdict[]> {
  const folder = resolve(import.meta.dirname, '../../tools/gitops-health');
  const tool = await buildTool({ folder, onProgress: console.log });
  const actions = Object.fromEntries(argoActions.map((name) => [name, argoScript(name)]));
  const { apiVersion: _, kind: __, ...expressions } = fluxExpressions() as Readonly<Record<string, string>>;
  const question = { health: argoScript('health'), discovery: argoScript('discovery'), actions, expressions, objects };
  const { exitCode, stdout, stderr } = await runCommand(tool, [], { stdin: JSON.stringify(question) });
  if (exitCode !== 0) throw new Error(stderr);
  const lines = stdout.trimEnd().split('\n');
  return lines.map((line): Verdict => JSON.parse(line));
}
