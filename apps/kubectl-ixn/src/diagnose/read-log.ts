import { type Failure, type Result, succeeded, type Transport } from '@ixn/kube-client';

/** One container of a pod, as it runs or as it ran before its last restart. */
export interface LogSource {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
}

export interface LogLimits {
  readonly lines: number;
  readonly bytes: number;
}

/** How long the API server may take to find a node, and a node to go on. */
const timeouts = { timeoutMs: 10_000, idleTimeoutMs: 5_000 };

/** The end of a log, in whole lines. */
export async function readLog(
  transport: Transport,
  { namespace, pod, container, previous }: LogSource,
  { lines, bytes }: LogLimits,
  signal: AbortSignal,
): Promise<Result<string>> {
  const query = new URLSearchParams({ container, timestamps: 'true', tailLines: `${lines}`, limitBytes: `${bytes}` });
  if (previous) query.set('previous', 'true');
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query.toString()}`;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A server need not keep to the limit.
  const enough = new AbortController();
  const failure: Failure | undefined = await transport.stream(
    {
      verb: 'get',
      resource: 'pods/log',
      method: 'GET',
      path,
      accept: '*/*',
      repeat: 'never',
      ...timeouts,
      signal: AbortSignal.any([signal, enough.signal]),
    },
    {
      opened: () => undefined,
      chunk(piece) {
        if (size < bytes) chunks.push(piece.slice());
        size += piece.length;
        if (size >= bytes) enough.abort();
      },
    },
  );
  if (failure !== undefined && !enough.signal.aborted) return { ok: false, failure };
  return succeeded(wholeLines(Buffer.concat(chunks), bytes));
}

/** Half a line at the end may be half a password, which nobody would recognise. */
export function wholeLines(log: Buffer, maxBytes: number): string {
  const text = log.subarray(0, maxBytes).toString('utf8');
  return log.length < maxBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}
