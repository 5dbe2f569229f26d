import { poll } from '@ixn/control-plane';
import { type Caller, dial, type DialOptions } from './client-pod.ts';
import type { Scene } from './scene.ts';

/** Policies are enforced a moment after they, or a pod's address, are known. */
const timeoutMs = 30_000;
/** How many attempts in a row must fail before a way counts as closed. */
const closedAfter = 2;

export type Target = readonly [host: string, port: number];

/** Resolves when a connection from the pod to the target stands; rejects after half a minute in which none did. */
export async function expectReaches(scene: Scene, from: Caller, target: Target, options?: DialOptions): Promise<void> {
  let last = '';
  const ask = async () => {
    const { reached, said } = await dial(scene, from, target, options);
    last = said;
    return reached ? true : undefined;
  };
  await poll({ until: `${from.pod} reaches ${target.join(':')}`, timeoutMs, intervalMs: 250 }, ask).catch(
    (error: unknown) => {
      throw new Error(`${from.pod} does not reach ${target.join(':')}: ${last}`, { cause: error });
    },
  );
}

/** Resolves when connections from the pod to the target do not come to stand; rejects after half a minute of those that do. */
export async function expectBlocked(scene: Scene, from: Caller, target: Target): Promise<void> {
  let failedInARow = 0;
  const ask = async () => {
    const { reached } = await dial(scene, from, target, { timeoutMs: 1_000 });
    failedInARow = reached ? 0 : failedInARow + 1;
    return failedInARow >= closedAfter ? true : undefined;
  };
  await poll({ until: `${from.pod} is kept from ${target.join(':')}`, timeoutMs, intervalMs: 250 }, ask);
}
