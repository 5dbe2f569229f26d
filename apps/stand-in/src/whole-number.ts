/** The whole number from 1 to `maximum` that a text says; undefined where it says none. */
export function wholeNumber(text: string, maximum: number): number | undefined {
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= maximum ? value : undefined;
}

/** The port that a text says; undefined where it says none. */
export function portNumber(text: string): number | undefined {
  return wholeNumber(text, 65_535);
}
