/** RFC 3339 with six digits: Lease and Event have times of the type MicroTime, which is refused with fewer. */
export function toMicroTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '000Z');
}
