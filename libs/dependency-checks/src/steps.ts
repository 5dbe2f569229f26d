import { failure } from './failure.ts';

/** What a check does, in this order, each with a time limit of its own. */
export type Step = 'resolve' | 'connect' | 'tls' | 'protocol';

/** Milliseconds that each step may take. */
export type StepTimeouts = Readonly<Record<Step, number>>;

export const defaultStepTimeouts: StepTimeouts = {
  resolve: 5_000,
  connect: 4_000,
  tls: 5_000,
  protocol: 5_000,
};

/** Longer than any check of a server that behaves, and of one that leads on to a few nodes that do not answer. */
export const defaultWholeTimeoutMs = 30_000;

const words: Readonly<Record<Step, string>> = {
  resolve: 'the name servers gave no answer',
  connect: 'no connection came about',
  tls: 'the TLS handshake was not answered',
  protocol: 'the connection stands, but no answer came',
};

/**
 * Does the work of a step. Rejects with the failure TimedOut when it takes longer, and with the signal's reason when that
 * aborts; the work is told to end by the signal that it is given.
 */
export async function withinStep<Result>(
  step: Step,
  timeouts: StepTimeouts,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const timeoutMs = timeouts[step];
  const timer = setTimeout(() => {
    controller.abort(failure('TimedOut', `${words[step]} within ${timeoutMs / 1000} s`, step));
  }, timeoutMs);
  const pass = () => controller.abort(signal.reason);
  signal.addEventListener('abort', pass, { once: true });
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  try {
    return await Promise.race([work(controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', pass);
  }
}
