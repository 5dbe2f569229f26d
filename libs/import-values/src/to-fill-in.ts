/** What stands where a password belongs. */
export const toFillIn = 'FILL-IN';
