import { fullSpec, otherChoices } from './full-spec.ts';

/** A custom resource as the API server stores it: valid, but nothing of the spec is read or typed yet. */
export interface RawInteractionServer {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly generation: number;
    readonly annotations?: Readonly<Record<string, string>>;
    /** RFC 3339. */
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What is to be different: objects are laid over each other, everything else replaces; `undefined` takes a field away. */
export interface Overrides {
  readonly metadata?: Partial<RawInteractionServer['metadata']>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** A valid InteractionServer with what it must have and no more. */
export function interactionServer(overrides: Overrides = {}): RawInteractionServer {
  return withOverrides(minimal, overrides);
}

/** A valid InteractionServer that sets every field of the schema; where only one of two may stand, the first of them. */
export function fullInteractionServer(overrides: Overrides = {}): RawInteractionServer {
  return withOverrides(withOverrides(minimal, { spec: fullSpec }), overrides);
}

/** The same with the second wherever only one of two may stand, and with another choice of modes. */
export function otherFullInteractionServer(overrides: Overrides = {}): RawInteractionServer {
  return withOverrides(fullInteractionServer({ spec: otherChoices }), overrides);
}

const minimal: RawInteractionServer = {
  apiVersion: 'ixn.operators.dev/v1alpha1',
  kind: 'InteractionServer',
  metadata: {
    name: 'tenant-100',
    namespace: 'voice',
    uid: '5c0a3c1e-6a57-4a41-9d39-0c5a8f3f7d11',
    generation: 1,
    creationTimestamp: '2026-03-01T09:00:00Z',
  },
  spec: {
    tenant: { id: '9350e2fc-a1dd-4c65-8d40-1f75a2e080dd', sid: '100' },
    ixnServer: { image: { repository: 'ixn/interaction_server', tag: '100.0.007.0400' } },
    ixnNode: { image: { repository: 'ixn/ixn_node', tag: '100.0.008.0501' } },
    ixnVQNode: { image: { repository: 'ixn/ixn_vq_node', tag: '100.0.008.0201' } },
  },
};

function withOverrides(base: RawInteractionServer, { metadata, spec }: Overrides): RawInteractionServer {
  return { ...base, metadata: { ...base.metadata, ...metadata }, spec: overlay(base.spec, spec ?? {}) };
}

function overlay(base: Fields, over: Fields): Fields {
  const merged = Object.entries(over).map(([key, value]) => {
    const below = base[key];
    return [key, isFields(below) && isFields(value) ? overlay(below, value) : value] as const;
  });
  const entries = Object.entries({ ...base, ...Object.fromEntries(merged) });
  return structuredClone(Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
