/** Whether `fieldsV1` owns every field of `intent` and no other. */
export function ownsExactly(_intent: unknown, _fieldsV1: unknown): boolean {
  throw new Error('not built yet');
}
