import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type MeasuredProcess, startProcess } from './child-process.ts';
import type { Scene } from './scene.ts';

const root = resolve(import.meta.dirname, '../../..');

export const operatorUser = 'bench-operator';

/** Our operator as users run it: the bundle, in a process of its own. */
export interface OperatorProcess extends MeasuredProcess {
  /** What its JavaScript heap holds now, garbage included. */
  readonly heapUsedBytes: () => Promise<number>;
}

/** Makes dist/operator.mjs from the sources. */
export function bundleOperator(): void {
  const { status, stderr } = spawnSync(process.execPath, ['tools/bundle.ts', 'operator'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the bundle could not be made: ${stderr}`);
}

const startedLine = z.object({ port: z.number() });

/** Starts the operator; resolves when it answers for its metrics, which may be before it has listed everything. */
export async function startOperator(
  scene: Pick<Scene, 'namespace'>,
  kubeconfigPath: string,
  flags: readonly string[] = [],
): Promise<OperatorProcess> {
  const common = ['--namespaces', scene.namespace, '--http-host', '127.0.0.1', '--http-port', '0'];
  const args = [resolve(root, 'dist/operator.mjs'), ...common, ...flags];
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
