const units = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1000 },
] as const;

/** How long ago a time of RFC 3339 was, such as `3 minutes ago`. */
export function agoInWords(timestamp: string, nowMs: number): string {
  const words = durationInWords(nowMs - Date.parse(timestamp));
  return words === '' ? 'just now' : `${words} ago`;
}

/** How far off a time of RFC 3339 is, such as `in 3 minutes`. */
export function inInWords(timestamp: string, nowMs: number): string {
  const words = durationInWords(Date.parse(timestamp) - nowMs);
  return words === '' ? 'now' : `in ${words}`;
}

/** The greatest unit that fits, rounded down; empty below a second. */
function durationInWords(durationMs: number): string {
  const unit = units.find(({ ms }) => durationMs >= ms);
  if (unit === undefined) return '';
  const count = Math.floor(durationMs / unit.ms);
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`;
}
