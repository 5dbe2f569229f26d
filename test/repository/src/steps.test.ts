import { describe, expect, it } from 'vitest';
import { createSteps, type Steps } from '../../../tools/steps.ts';

/** Steps with a clock that is set by hand, and the lines that they have written so far. */
function recorded(): { readonly steps: Steps; readonly lines: readonly string[]; readonly clock: { nowMs: number } } {
  const lines: string[] = [];
  const clock = { nowMs: 1000 };
  const steps = createSteps(
    (line) => lines.push(line),
    () => clock.nowMs,
  );
  return { steps, lines, clock };
}

describe('a step', () => {
  it('is shown when it begins, and when it has ended with the time that it took', async () => {
    const { steps, lines, clock } = recorded();
    await steps.step('Start', async () => {
      expect(lines).toEqual(['• Start ...']);
      clock.nowMs += 2340;
    });
    expect(lines).toEqual(['• Start ...', '✓ Start (2.3 s)']);
  });

  it('gives what its action gives', async () => {
    expect(await recorded().steps.step('Count', () => Promise.resolve(7))).toBe(7);
  });

  it('is shown as failed, and fails with the reason of its action', async () => {
    const { steps, lines } = recorded();
    const failing = steps.step('Start', () => Promise.reject(new Error('no port')));
    await expect(failing).rejects.toThrow('no port');
    expect(lines).toEqual(['• Start ...', '✗ Start (0.0 s)']);
  });

  it('shows its details below it, in their order', async () => {
    const { steps, lines } = recorded();
    await steps.step('Start', () => {
      steps.detail('etcd');
      steps.detail('kube-apiserver');
      return Promise.resolve();
    });
    expect(lines).toEqual(['• Start ...', '    etcd', '    kube-apiserver', '✓ Start (0.0 s)']);
  });
});
