/** What a quantity looks like here: not negative, and without exponents. */
export const quantityPattern = '^[0-9]+([.][0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?$';

/** The suffixes of quantities in thousandths, so that all of them are whole numbers. */
const suffixes: Readonly<Record<string, bigint>> = {
  '': 1000n,
  m: 1n,
  k: 1000n ** 2n,
  M: 1000n ** 3n,
  G: 1000n ** 4n,
  T: 1000n ** 5n,
  P: 1000n ** 6n,
  E: 1000n ** 7n,
  Ki: 1000n * 1024n,
  Mi: 1000n * 1024n ** 2n,
  Gi: 1000n * 1024n ** 3n,
  Ti: 1000n * 1024n ** 4n,
  Pi: 1000n * 1024n ** 5n,
  Ei: 1000n * 1024n ** 6n,
};

/** Whether a quantity is at most another one; undefined where one of them is none. Exact, whatever their suffixes. */
export function isAtMost(quantity: string, limit: string): boolean | undefined {
  const one = parts(quantity);
  const other = parts(limit);
  if (one === undefined || other === undefined) return undefined;
  // Both are brought to as many decimal places as the longer one has.
  return one.digits * 10n ** other.places <= other.digits * 10n ** one.places;
}

/** The quantity in thousandths is `digits` / 10^`places`. */
function parts(quantity: string): { readonly digits: bigint; readonly places: bigint } | undefined {
  const [, whole, fraction = '', suffix = ''] = /^([0-9]+)(?:[.]([0-9]+))?([A-Za-z]*)$/.exec(quantity) ?? [];
  const factor = Object.hasOwn(suffixes, suffix) ? suffixes[suffix] : undefined;
  if (whole === undefined || factor === undefined) return undefined;
  return { digits: BigInt(whole + fraction) * factor, places: BigInt(fraction.length) };
}
