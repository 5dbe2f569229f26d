import type { Result } from '@ixn/kube-client';
import { describe, expect, it } from 'vitest';
import { fetchPodMergeSchema } from './pod-merge-schema.ts';

const template = 'io.k8s.api.core.v1.PodTemplateSpec';
const finalizers = { type: 'array', 'x-kubernetes-patch-strategy': 'merge' };
const document = { components: { schemas: { [template]: { properties: { finalizers } } } } };
const unreachable: Result<unknown> = {
  ok: false,
  failure: { code: 'ConnectionFailed', category: 'retry', message: 'connection refused', causes: [] },
};

/** A client that gives these answers one after the other, the last one for ever. */
function answering(...answers: readonly Result<unknown>[]) {
  const left = [...answers];
  const raw = async () => (left.length > 1 ? left.shift() : left[0]) ?? unreachable;
  return { raw };
}

describe('fetchPodMergeSchema', () => {
  it('asks again until the API server answers and describes pods, and tells each failure', async () => {
    const failures: string[] = [];
    const client = answering(unreachable, { ok: true, value: {} }, { ok: true, value: document });
    const options = { client, retryAfterMs: 1, onFailure: (message: string) => void failures.push(message) };
    const schema = await fetchPodMergeSchema(options, new AbortController().signal);
    expect(schema).toEqual({ root: template, types: { [template]: { finalizers: { merged: true } } } });
    expect(failures).toEqual(['connection refused', '/openapi/v3/api/v1 does not say what is asked for']);
  });

  it('gives up when the operator stops, also in the middle of a pause', async () => {
    const stop = new AbortController();
    const options = { client: answering(unreachable), retryAfterMs: 600_000, onFailure: () => stop.abort() };
    expect(await fetchPodMergeSchema(options, stop.signal)).toBeUndefined();
  });
});
