const duration = /^(?:(\d{1,3})h(?:(\d{1,2})m)?|(\d{1,5})m)$/;
const minuteMs = 60_000;

/** Milliseconds of a duration of hours and minutes, such as `2h`, `90m` or `1h30m`; undefined for any other text. */
export function durationMs(text: string): number | undefined {
  const match = duration.exec(text);
  if (match === null) return undefined;
  const [, hours = 0, minutes = 0, minutesAlone = 0] = match;
  return (Number(hours) * 60 + Number(minutes) + Number(minutesAlone)) * minuteMs;
}
