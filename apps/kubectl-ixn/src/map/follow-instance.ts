import { resourceType } from '@ixn/interaction-server';
import { createStore, pause, type KubeObject } from '@ixn/kube-client';
import type { Cluster } from '../cluster/cluster.ts';
import type { Instance } from '../cluster/instance.ts';
import type { MapLink } from './map-types.ts';

/** What is known of an instance at a moment. */
export interface Sight {
  readonly object: KubeObject;
  readonly link: MapLink;
}

export interface Follower {
  /** The last that is known, and whether it is still so. */
  sight(): Sight;
  /** Follows until the signal aborts; `changed` is called when `sight` may tell something else. */
  run(changed: () => void, signal: AbortSignal): Promise<void>;
}

/** How often the API server is asked whether it is there, and says so of all that it has not told. */
const askEveryMs = 3_000;
const answerWithinMs = 3_000;
/** An answer that is older than two questions is of the past. */
const liveForMs = 2 * askEveryMs + 1_000;

/**
 * Follows one instance: by a watch, which tells changes at once, and by questions, as a watch may be silent because nothing
 * happens or because it has died. What has no answer within some seconds is said to be stale.
 */
export function followInstance({ client, transport }: Cluster, first: Instance, nowMs: () => number): Follower {
  const { namespace, name } = first;
  const ref = { namespace, name };
  const store = createStore<KubeObject>({
    transport,
    type: resourceType,
    namespaces: [namespace],
    fieldSelector: `metadata.name=${name}`,
    project: (object) => object,
    timings: { backoffMaxMs: askEveryMs },
  });
  let object = first.object;
  let confirmedMs = nowMs();
  let goneMs: number | undefined;
  let trouble: string | undefined;

  async function ask(signal: AbortSignal): Promise<void> {
    const askedMs = nowMs();
    const timeout = AbortSignal.timeout(answerWithinMs);
    const answer = await client.get(resourceType, ref, { signal: AbortSignal.any([signal, timeout]) });
    if (answer.ok) {
      store.observeWrite(answer.value);
      object = store.get(ref) ?? answer.value;
      goneMs = undefined;
    } else if (answer.failure.code === 'NotFound') {
      goneMs ??= askedMs;
    } else {
      const { code, message } = answer.failure;
      trouble = timeout.aborted ? `no answer within ${answerWithinMs / 1000} seconds` : `${code}: ${message}`;
      return;
    }
    confirmedMs = askedMs;
    trouble = undefined;
  }

  function link(): MapLink {
    if (trouble === undefined && nowMs() - confirmedMs <= liveForMs) {
      return goneMs === undefined ? { kind: 'live' } : { kind: 'gone', sinceMs: goneMs };
    }
    return { kind: 'stale', sinceMs: confirmedMs, why: trouble ?? 'the API server was not asked for a while' };
  }

  return {
    sight: () => ({ object, link: link() }),
    async run(changed, signal) {
      store.subscribe((change) => {
        if (change.kind === 'deleted') goneMs = nowMs();
        else {
          object = change.after;
          goneMs = undefined;
        }
        changed();
      });
      const watched = store.run(signal);
      while (!signal.aborted) {
        await ask(signal);
        if (!signal.aborted) changed();
        await pause(askEveryMs, signal);
      }
      await watched;
    },
  };
}
