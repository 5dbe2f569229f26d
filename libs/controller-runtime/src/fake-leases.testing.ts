import { failed, type KubeClient, type KubeObject, type Result, succeeded, type WriteOptions } from '@ixn/kube-client';
import type { Lease } from './lease.ts';

/** An API server with room for one lease, as several candidates see it. */
export interface FakeLeases {
  lease(): Lease | undefined;
  /** Changes what is there, as somebody else would. */
  edit(change: (lease: Lease) => Lease): void;
  remove(): void;
  /** The requests so far, in a word each. */
  readonly requests: readonly string[];
  /** A client of its own for each candidate. `cut` leaves all its requests without an answer until they are aborted. */
  connect(): {
    readonly client: Pick<KubeClient, 'get' | 'create' | 'update'>;
    cut(): void;
    mend(): void;
    /** The next write is done, but its answer is lost. */
    loseAnswer(): void;
    /** Does something when the next write is about to be sent. */
    beforeWrite(act: () => void): void;
    /** The requests of this candidate that were answered. */
    readonly requests: readonly string[];
  };
}

export function createFakeLeases(): FakeLeases {
  let stored: Lease | undefined;
  let version = 0;
  const requests: string[] = [];

  function store(lease: KubeObject): Lease {
    version += 1;
    stored = { ...lease, metadata: { ...lease.metadata, resourceVersion: String(version) } };
    return stored;
  }

  function answer(verb: string, object?: KubeObject): Result<Lease> {
    requests.push(verb);
    switch (verb) {
      case 'get':
        return stored === undefined ? failed('NotFound', 'no lease') : succeeded(stored);
      case 'create':
        return stored === undefined && object ? succeeded(store(object)) : failed('AlreadyExists', 'there is one');
      default:
        return object && object.metadata.resourceVersion === stored?.metadata.resourceVersion
          ? succeeded(store(object))
          : failed('Conflict', 'it has changed');
    }
  }

  return {
    lease: () => stored,
    edit(change) {
      if (stored !== undefined) {
        store(change(stored));
      }
    },
    remove() {
      stored = undefined;
    },
    requests,
    connect() {
      let connected = true;
      let losing = false;
      let act: (() => void) | undefined;
      const asked: string[] = [];
      const ask = async (verb: string, object: KubeObject | undefined, { signal, mayWrite }: WriteOptions = {}) => {
        if (verb !== 'get') {
          act?.();
          act = undefined;
        }
        if (mayWrite?.() === false) {
          return failed('NotLeading', 'the fence is closed');
        }
        if (connected && !signal?.aborted) {
          asked.push(verb);
          const result = answer(verb, object);
          if (!losing || verb === 'get') {
            return result;
          }
          losing = false;
          return failed('ConnectionFailed', 'the answer was lost');
        }
        await new Promise<void>((resolve) => {
          signal?.addEventListener('abort', () => resolve());
          if (signal?.aborted) {
            resolve();
          }
        });
        return failed('Aborted', 'no answer came');
      };
      const client = {
        get: (_type: unknown, _ref: unknown, options?: WriteOptions) => ask('get', undefined, options),
        create: (_type: unknown, object: KubeObject, options: WriteOptions) => ask('create', object, options),
        update: (_type: unknown, object: KubeObject, options: WriteOptions) => ask('update', object, options),
      };
      return {
        client: client as unknown as KubeClient,
        cut() {
          connected = false;
        },
        mend() {
          connected = true;
        },
        loseAnswer() {
          losing = true;
        },
        beforeWrite(next) {
          act = next;
        },
        requests: asked,
      };
    },
  };
}
