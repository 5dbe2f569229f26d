import type { ProvisionFailure } from '@ixn/interaction-server';

/** What came of a run: what it did, step by step, or why it could not. */
export type ProvisionOutcome =
  | { readonly kind: 'done'; readonly steps: readonly string[] }
  | { readonly kind: 'failed'; readonly code: ProvisionFailure; readonly message: string };

export type ProvisionFailed = Extract<ProvisionOutcome, { readonly kind: 'failed' }>;

export function provisionFailed(code: ProvisionFailure, message: string): ProvisionFailed {
  return { kind: 'failed', code, message };
}
