/** A series as promtool writes it: its values come once a minute, in promtool's short notation, such as `0x10` or `0+1x10`. */
export type Series = Readonly<Record<string, string>>;

/** An alert, with what has to be seen for it to fire and not to. */
export interface Alert {
  readonly name: string;
  readonly expr: string;
  /** How long the expression has to hold. */
  readonly for: string;
  readonly severity: 'critical' | 'warning' | 'info';
  /** One line; labels as `{{ $labels.pod }}`. */
  readonly summary: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly firing: Series;
  readonly quiet: Series;
}

/** Samples of a value, once a minute for as long as any alert waits. */
export function steadily(value: number): string {
  return `${value}x1500`;
}
