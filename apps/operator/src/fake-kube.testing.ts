import type { Failure, FailureCode, KubeClient, KubeObject, Store } from '@ixn/kube-client';

/** A request as a fake client was asked for it. */
export interface Asked {
  readonly verb: 'get' | 'apply' | 'create' | 'delete';
  readonly object: unknown;
  readonly options: unknown;
}

type Answer =
  | { readonly ok: true; readonly value: KubeObject | undefined }
  | { readonly ok: false; readonly failure: Failure };

/** A client that answers each verb with what it is given, one after the other, and books what it was asked. */
export function createFakeClient(answers: Partial<Record<Asked['verb'], readonly Answer[]>>) {
  const asked: Asked[] = [];
  const left = new Map(Object.entries(answers).map(([verb, list]) => [verb, [...list]]));
  const answer = (verb: Asked['verb'], object: unknown, options: unknown): Promise<Answer> => {
    asked.push({ verb, object, options });
    const next = left.get(verb)?.shift();
    return next === undefined ? Promise.reject(new Error(`no answer to another ${verb}`)) : Promise.resolve(next);
  };
  const client = {
    get: (_: unknown, ref: unknown, options: unknown) => answer('get', ref, options),
    apply: (_: unknown, object: unknown, options: unknown) => answer('apply', object, options),
    create: (_: unknown, object: unknown, options: unknown) => answer('create', object, options),
    delete: (_: unknown, ref: unknown, options: unknown) => answer('delete', ref, options),
  };
  return { client: client as unknown as KubeClient, asked };
}

export function answered(value: KubeObject): Answer {
  return { ok: true, value };
}

/** The answer to a deletion after which nothing is left. */
export const gone: Answer = { ok: true, value: undefined };

export function failedWith(code: FailureCode, category: Failure['category'], details: Partial<Failure> = {}): Answer {
  return { ok: false, failure: { code, category, message: `it is ${code}`, causes: [], ...details } };
}

/** A store that holds one item, if any, and books what it is told of our own writes and deletions. */
export function createFakeStore<T>(item?: T) {
  const written: KubeObject[] = [];
  const deleted: string[] = [];
  const store: Pick<Store<T>, 'get' | 'observeWrite' | 'observeDelete'> = {
    get: () => item,
    observeWrite: (object) => void written.push(object),
    observeDelete: ({ namespace, name }, uid) => void deleted.push(`${namespace}/${name} ${uid}`),
  };
  return { store, written, deleted };
}
