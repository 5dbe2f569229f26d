import { poll } from '@ixn/control-plane';
import { type Caller, dial, type DialAnswer, type DialOptions } from './client-pod.ts';
import type { Scene } from './scene.ts';

/** Policies are enforced a moment after they, or a pod's address, are known. */
const timeoutMs = 30_000;
/** How many attempts in a row must fail before a way counts as closed. */
const closedAfter = 2;

export type Target = readonly [host: string, port: number];

export interface Expected extends DialOptions {
  /** Part of what the target answers, by which it is known to be the right one. */
  readonly answer?: string;
}

/** Resolves when a connection from the pod to the target stands; rejects after half a minute in which none did. */
export async function expectReaches(
  scene: Scene,
  from: Caller,
  target: Target,
  { answer = '', ...options }: Expected = {},
): Promise<void> {
  let last: DialAnswer | undefined;
  const ask = async () => {
    last = await dial(scene, from, target, options);
    return last.ok && (last.reached ?? '').includes(answer) ? true : undefined;
  };
  const until = `${from.pod} reaches ${target.join(':')} and is answered "${answer}"`;
  await poll({ until, timeoutMs, intervalMs: 250 }, ask).catch((error: unknown) => {
    throw new Error(`${String(error)}; at last: ${JSON.stringify(last)}`, { cause: error });
  });
}

/** Resolves when no connection from the pod to the target comes to stand; rejects after half a minute in which some did. */
export async function expectBlocked(scene: Scene, from: Caller, target: Target): Promise<void> {
  let failedInARow = 0;
  const ask = async () => {
    const { ok } = await dial(scene, from, target, { timeoutMs: 1_000 });
    failedInARow = ok ? 0 : failedInARow + 1;
    return failedInARow >= closedAfter ? true : undefined;
  };
  await poll({ until: `${from.pod} is kept from ${target.join(':')}`, timeoutMs, intervalMs: 250 }, ask);
}
