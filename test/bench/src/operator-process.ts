import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type MeasuredProcess, startProcess } from './child-process.ts';

const root = resolve(import.meta.dirname, '../../..');

export const operatorUser = 'bench-operator';

/** Our operator as users run it: the bundle in a process of its own, which the image's flags start. */
export interface OperatorProcess extends MeasuredProcess {
  /** What its JavaScript heap holds now, garbage included. */
  readonly heapUsedBytes: () => Promise<number>;
}

/** Makes dist/operator.mjs from the sources; gives the path of a copy that no later build changes, until this process ends. */
export function bundleOperator(): string {
  const { status, stderr } = spawnSync(process.execPath, ['tools/bundle.ts', 'operator'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the bundle could not be made: ${stderr}`);
  const folder = mkdtempSync(join(tmpdir(), 'ixn-bench-operator-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, 'operator.mjs');
  copyFileSync(resolve(root, 'dist/operator.mjs'), copy);
  return copy;
}

/** What stands between `node` and the bundle in the image. */
export function nodeFlagsOf(dockerfile: string): readonly string[] {
  const line = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]';
  return entrypoint.parse(JSON.parse(line)).slice(1, -1);
}

const entrypoint = z.array(z.string());

const startedLine = z.object({ port: z.number() });

export interface OperatorStart {
  /** As `bundleOperator` gives it. */
  readonly bundle: string;
  readonly namespace: string;
  readonly kubeconfigPath: string;
  readonly flags?: readonly string[];
}

/** Starts the operator; resolves when it answers for its metrics, which may be before it has listed everything. */
export async function startOperator(start: OperatorStart): Promise<OperatorProcess> {
  const { bundle, namespace, kubeconfigPath, flags = [] } = start;
  const common = ['--namespaces', namespace, '--http-host', '127.0.0.1', '--http-port', '0'];
  const nodeFlags = nodeFlagsOf(readFileSync(resolve(root, 'apps/operator/Dockerfile'), 'utf8'));
  const args = [...nodeFlags, bundle, ...common, ...flags];
  const child = startProcess(process.execPath, args, { ...process.env, KUBECONFIG: kubeconfigPath });
  const { line } = await child.untilLine('"msg":"operator started"');
  const { port } = startedLine.parse(JSON.parse(line));
  return {
    ...child,
    heapUsedBytes: async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
      return Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(await answer.text())?.[1]);
    },
  };
}
