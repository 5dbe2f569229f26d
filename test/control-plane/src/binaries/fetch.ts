import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

export interface FetchOptions {
  readonly onProgress: (step: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** How long a server may take to answer before it counts as unreachable; default 5 s. */
  readonly answerWithinMs?: number;
  /** How long a download may stand still; default 30 s. */
  readonly stallMs?: number;
}

/** Code of the error when a server cannot be reached or falls silent. */
export const noAnswer = 'NO_ANSWER';

const defaultAnswerWithinMs = 5_000;
const defaultStallMs = 30_000;
const progressIntervalMs = 8_000;

/** Ends a request when the server has kept silent for too long. */
interface Watchdog {
  readonly signal: AbortSignal;
  /** The server said something. */
  heard(): void;
  stop(): void;
}

function startWatchdog(options: FetchOptions): Watchdog {
  const controller = new AbortController();
  const bite = () => controller.abort();
  let timer = setTimeout(bite, options.answerWithinMs ?? defaultAnswerWithinMs);
  return {
    signal: controller.signal,
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(bite, options.stallMs ?? defaultStallMs);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Makes one request and hands the answer, when it has status 200, to `use`, all under one watchdog. */
export async function fetchAnswer<Result>(
  url: string,
  options: FetchOptions,
  use: (answer: Response, watchdog: Watchdog) => Promise<Result>,
): Promise<Result> {
  const watchdog = startWatchdog(options);
  const signals = options.signal === undefined ? [watchdog.signal] : [watchdog.signal, options.signal];
  try {
    const answer = await fetch(url, { signal: AbortSignal.any(signals) });
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    return await use(answer, watchdog);
  } catch (error) {
    options.signal?.throwIfAborted();
    const { host } = new URL(url);
    if (watchdog.signal.aborted) throw withCode(new Error(`no answer from ${host}`, { cause: error }), noAnswer);
    // fetch says only "fetch failed"; the reason is in its cause.
    if (error instanceof TypeError) {
      throw withCode(new Error(`cannot reach ${host}`, { cause: error.cause }), noAnswer);
    }
    throw error;
  } finally {
    watchdog.stop();
  }
}

/** Writes a download to a file and returns its SHA-256 in hex. */
export async function fetchToFile(url: string, path: string, name: string, options: FetchOptions): Promise<string> {
  return fetchAnswer(url, options, async (answer, watchdog) => {
    if (answer.body === null) throw new Error(`${url} has no content`);
    const total = Number(answer.headers.get('content-length') ?? 0);
    const hash = createHash('sha256');
    let received = 0;
    const ticker = setInterval(() => {
      options.onProgress(`downloading ${name}: ${megabytes(received)}${total > 0 ? ` of ${megabytes(total)}` : ''}`);
    }, progressIntervalMs);
    const file = await open(path, 'w');
    try {
      const chunks: AsyncIterable<Uint8Array> = answer.body;
      for await (const chunk of chunks) {
        watchdog.heard();
        received += chunk.length;
        hash.update(chunk);
        await file.writeFile(chunk);
      }
    } finally {
      clearInterval(ticker);
      await file.close();
    }
    return hash.digest('hex');
  });
}

function withCode(error: Error, code: string): Error {
  return Object.assign(error, { code });
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
