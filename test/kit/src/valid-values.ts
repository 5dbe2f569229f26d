import * as fc from 'fast-check';

/** Any text of such a length; the longest comes often. */
export function text(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.oneof(fc.string({ minLength, maxLength: Math.min(maxLength, 40) }), fc.constant('x'.repeat(maxLength)));
}

/** Lower-case letters, digits and - in between, of any length up to the longest, which comes often. */
export function label(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const middle = fc.stringMatching(new RegExp(`^[-a-z0-9]{${minLength},${maxLength}}$`));
  return fc.oneof(middle, fc.constant('a'.repeat(maxLength))).map((value) => value.replaceAll(/^-+|-+$/g, 'x'));
}

/** A name of an object. */
export const objectName = fc.oneof(
  fc.tuple(label(1, 20), label(1, 10)).map((parts) => parts.join('.')),
  label(1, 253),
);
export const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.constantFrom('2001:db8::1', 'a', 'trailing.dot.', 'with_underscore.example', `${'a'.repeat(62)}.`.repeat(4)),
);
export const port = fc.oneof(fc.constantFrom(1, 65_535), fc.integer({ min: 1, max: 65_535 }));

/** Labels that Kubernetes accepts. */
export const labels = fc.dictionary(
  fc.oneof(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z]{1,8}[.]example[.]com\/[A-Za-z0-9]{1,8}$/)),
  fc.oneof(fc.stringMatching(/^[A-Za-z0-9]{0,20}$/), fc.constant('v'.repeat(63))),
  { maxKeys: 3 },
);
