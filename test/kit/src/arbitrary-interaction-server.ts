import * as fc from 'fast-check';
import { interactionServer, type RawInteractionServer } from './builders.ts';
import { validSpec } from './valid-spec.ts';

/** Any valid InteractionServer, for properties; fields that are optional are there or not. */
export function arbitraryInteractionServer(): fc.Arbitrary<RawInteractionServer> {
  return fc
    .record({ name: dns1035Label, uid: fc.uuid(), generation: fc.integer({ min: 1, max: 1000 }), spec: validSpec() })
    .map(({ spec, ...metadata }) => ({ ...interactionServer({ metadata }), spec }));
}

const dns1035Label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/);
