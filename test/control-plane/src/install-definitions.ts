import type { ControlPlane } from './control-plane.ts';
import { poll } from './poll.ts';

/**
 * Applies CustomResourceDefinitions, a file or a folder of them, and waits until their kinds are served. `kubectl wait` alone
 * fails on a definition that has no conditions yet.
 */
export async function installDefinitions(controlPlane: Pick<ControlPlane, 'kubectl'>, path: string): Promise<void> {
  const applied = await controlPlane.kubectl(['apply', '--server-side', '-f', path]);
  if (applied.exitCode !== 0) throw new Error(`kubectl apply -f ${path}: ${applied.stderr.trim()}`);
  await poll({ until: `the definitions in ${path} are established`, timeoutMs: 30_000 }, async () => {
    const { exitCode } = await controlPlane.kubectl([
      'wait',
      '--for=condition=Established',
      '--timeout=5s',
      '-f',
      path,
    ]);
    return exitCode === 0 ? true : undefined;
  });
}
