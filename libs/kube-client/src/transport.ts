import type { KubeConfig } from '@kubernetes/client-node';
import { createBackoff, pause } from './backoff.ts';
import { createConnections } from './connections.ts';
import { createCredentialSource } from './credentials.ts';
import { createDeadline } from './deadline.ts';
import { CallerError, type ExchangeParts, exchange, readWhole } from './exchange.ts';
import { type Failure, type Result, succeeded } from './failure.ts';
import { quietly } from './hooks.ts';
import type { RequestNote, Transport, TransportRequest } from './transport-types.ts';

export interface TransportOptions {
  /** Clusters, users and the current context; http and https proxies are followed, SOCKS ones are not. */
  readonly kubeConfig: KubeConfig;
  readonly userAgent: string;
  /** For one attempt of an ordinary request; 30 s by default. */
  readonly requestTimeoutMs?: number;
  /** Connections for ordinary requests, 32 by default. Watches have their own, without limit. */
  readonly maxConnections?: number;
  readonly observe?: (note: RequestNote) => void;
}

const maxAttempts = 4;
/** Whoever is told to wait longer than this decides for himself. */
const maxWaitMs = 5000;

/** Connects nothing yet; `close` ends what was connected. */
export function createTransport(options: TransportOptions): Transport {
  const { userAgent, requestTimeoutMs = 30_000, maxConnections = 32 } = options;
  const credentials = createCredentialSource(options.kubeConfig);
  const connections = createConnections(maxConnections);
  const parts: ExchangeParts = { userAgent, credentials, connections, observe: quietly(options.observe) };

  async function sendOnce(request: TransportRequest): Promise<Result<unknown>> {
    const deadline = createDeadline(request.signal, request.timeoutMs ?? requestTimeoutMs);
    try {
      return await exchange(parts, request, deadline, 'request', readWhole);
    } finally {
      deadline.release();
    }
  }

  return {
    async send(request) {
      const backoff = createBackoff(100, 2000);
      let renewed = false;
      for (let attempts = 1; ; attempts += 1) {
        const result = await sendOnce(request);
        if (result.ok) {
          return result;
        }
        if (result.failure.code === 'Unauthorized' && !renewed) {
          renewed = true;
          credentials.forget();
          continue; // refused before anything was done: safe for every verb
        }
        const waitMs = Math.max(backoff.next(), result.failure.retryAfterMs ?? 0);
        if (attempts >= maxAttempts || waitMs > maxWaitMs || !mayRepeat(request, result.failure)) {
          return result;
        }
        await pause(waitMs, request.signal);
      }
    },

    async stream(request, handler) {
      const deadline = createDeadline(request.signal, request.timeoutMs ?? requestTimeoutMs);
      try {
        const result = await exchange(parts, request, deadline, 'stream', async (answer) => {
          if (answer.statusCode !== 200) {
            return readWhole(answer);
          }
          deadline.extend(request.idleTimeoutMs);
          guarded(() => handler.opened());
          for await (const bytes of answer.body) {
            deadline.extend(request.idleTimeoutMs);
            guarded(() => handler.chunk(bytes));
          }
          return succeeded(undefined);
        });
        if (!result.ok && result.failure.code === 'Unauthorized') {
          credentials.forget();
        }
        return result.ok ? undefined : result.failure;
      } finally {
        deadline.release();
      }
    },

    close: () => connections.close(),
  };
}

function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    throw new CallerError('the stream handler threw', { cause: error });
  }
}

function mayRepeat(request: TransportRequest, { code }: Failure): boolean {
  switch (request.repeat) {
    case 'never':
      return false;
    case 'throttled':
      return code === 'Throttled';
    case 'always':
      return code === 'Throttled' || code === 'ServerError' || code === 'ConnectionFailed';
  }
}
