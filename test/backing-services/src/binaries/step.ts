import { type Guard, runCommand, startGuard } from '@ixn/control-plane';

/** One command of an installation. */
export interface Step {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Said again and again while it runs, at least every ten seconds. */
  readonly title: string;
  readonly onProgress: (step: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const progressIntervalMs = 8_000;
const shownLines = 12;

/** Runs a step that may take long; gives its output. Rejects with its last words. It dies with us. */
export async function runStep({ command, args, cwd, title, onProgress, signal }: Step): Promise<string> {
  const startedAt = performance.now();
  const ticker = setInterval(() => {
    onProgress(`${title}: ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }, progressIntervalMs);
  const guard: Guard = startGuard([cwd]);
  try {
    const { exitCode, stdout, stderr } = await runCommand(command, args, { cwd, signal, guard });
    if (exitCode === 0) return stdout;
    const words = `${stdout}\n${stderr}`.trim().split('\n').slice(-shownLines).join('\n');
    throw new Error(`${command} ended with exit code ${exitCode}: ${words}`);
  } finally {
    clearInterval(ticker);
    await guard.dismiss();
  }
}
