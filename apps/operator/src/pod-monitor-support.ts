import type { Stores } from './stores.ts';

/** Whether the cluster knows PodMonitors, now and later. */
export interface PodMonitorSupport {
  /** Resolves when it is known whether the cluster knows them and, if so, all of ours have been listed. */
  readonly known: Promise<void>;
  readonly isThere: () => boolean;
}

/**
 * Follows whether the cluster knows the kind PodMonitor, and lists ours once it does. An operator that may not look at
 * definitions goes on without: `maySee` resolves with false then. `onChange` is called when the answer changes later.
 */
export function followPodMonitors(
  stores: Stores,
  maySee: Promise<boolean>,
  onChange: () => void,
  signal: AbortSignal,
): PodMonitorSupport {
  const { definitions } = stores;
  const { PodMonitor: monitors } = stores.children;
  let running = false;
  const isThere = () => definitions.list().length > 0 && monitors.hasSynced();

  async function listOurs(): Promise<void> {
    if (!running) void monitors.run(signal);
    running = true;
    await monitors.synced;
  }

  async function begin(): Promise<void> {
    void definitions.run(signal);
    const mayLook = await Promise.race([definitions.synced.then(() => true), maySee]);
    if (mayLook && definitions.list().length > 0) await listOurs();
    definitions.subscribe(async (change) => {
      if (change.kind === 'added') await listOurs();
      onChange();
    });
  }

  return { known: begin(), isThere };
}
