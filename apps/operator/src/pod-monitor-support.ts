import type { Stores } from './stores.ts';

/** Whether the cluster knows PodMonitors, now and later. */
export interface PodMonitorSupport {
  /** Resolves when it is known whether the cluster knows them and, if so, all of ours have been listed. */
  readonly known: Promise<void>;
  readonly isThere: () => boolean;
}

/** What turns out about our rights. */
export interface PodMonitorRights {
  /** Resolves with false when we may not look at definitions. */
  readonly maySeeDefinitions: Promise<boolean>;
  /** Resolves when we may not list PodMonitors. */
  readonly mayNotList: Promise<void>;
}

/**
 * Follows whether the cluster knows the kind PodMonitor, and lists ours once it does. An operator that may not look at
 * definitions, or not list PodMonitors, goes on without. `onChange` is called when the answer changes later.
 */
export function followPodMonitors(
  stores: Stores,
  { maySeeDefinitions, mayNotList }: PodMonitorRights,
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
    // A right that is missing for an optional kind keeps nothing back: the list goes on trying.
    await Promise.race([monitors.synced, mayNotList]);
  }

  async function begin(): Promise<void> {
    void definitions.run(signal);
    const mayLook = await Promise.race([definitions.synced.then(() => true), maySeeDefinitions]);
    if (mayLook && definitions.list().length > 0) await listOurs();
    definitions.subscribe(async (change) => {
      if (change.kind === 'added') await listOurs();
      onChange();
    });
  }

  return { known: begin(), isThere };
}
