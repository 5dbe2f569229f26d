/** When an IXN was at work on its database, by the database's own clock: from its first sign to its last. */
export interface Presence {
  readonly pod: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Those that began before another one's last sign, of presences in the order in which they began. */
export function tooEarly(presences: readonly Presence[]): readonly Presence[] {
  return presences.filter(({ fromMs }, index) => presences.slice(0, index).some(({ toMs }) => fromMs <= toMs));
}
