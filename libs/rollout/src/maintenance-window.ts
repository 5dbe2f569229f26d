import { durationMs, type InteractionServerSpec, readOpenings } from '@ixn/interaction-server';

export type MaintenanceWindow = NonNullable<InteractionServerSpec['updatePolicy']['maintenanceWindows']>[number];

/**
 * Whether pods may be restarted now. Open: until `closesAtMs`, when the last of the windows that are open now closes; another
 * may open by then. Closed: until `opensAtMs`; undefined where no window opens any more. Both are milliseconds since the
 * epoch.
 */
export type MaintenanceState =
  | { readonly open: true; readonly closesAtMs: number }
  | { readonly open: false; readonly opensAtMs: number | undefined };

/**
 * How the windows stand at a time. A window is open from its opening, which belongs to it, until its duration has passed on
 * every clock, which does not: a change of daylight-saving time makes it neither longer nor shorter. Where spring skips its
 * opening, it opens when the clock has skipped it; where autumn shows its opening twice, it opens the first time only. No
 * windows are never open.
 */
export function maintenanceState(windows: readonly MaintenanceWindow[], nowMs: number): MaintenanceState {
  const closings = windows.map((window) => closingOf(window, nowMs)).filter((closing) => closing > nowMs);
  if (closings.length > 0) return { open: true, closesAtMs: Math.max(...closings) };
  const openings = windows
    .map(({ schedule, timeZone }) => readOpenings(schedule, timeZone)?.nextAfter(nowMs))
    .filter((opening) => opening !== undefined);
  return { open: false, opensAtMs: openings.length === 0 ? undefined : Math.min(...openings) };
}

/** When a window closes that has opened last; long ago for one that never has. */
function closingOf({ schedule, duration, timeZone }: MaintenanceWindow, nowMs: number): number {
  const openedAtMs = readOpenings(schedule, timeZone)?.lastAt(nowMs) ?? Number.NEGATIVE_INFINITY;
  return openedAtMs + (durationMs(duration) ?? 0);
}
