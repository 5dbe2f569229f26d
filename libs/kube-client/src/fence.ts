import type { Dispatcher } from 'undici';

/** Ends a request whose fence has closed before its first byte was sent. */
export class FencedError extends Error {}

/**
 * The same connections, but a request asks `mayWrite` at the last moment: when a connection is free for it and its
 * bytes would be written. It may have waited for that connection for long, or the whole process may have stood still.
 */
export function behindFence(connections: Dispatcher, mayWrite: () => boolean): Dispatcher {
  return connections.compose((dispatch) => (options, handler) => {
    const guarded: Dispatcher.DispatchHandler = {
      onRequestStart(controller, context) {
        if (mayWrite()) {
          handler.onRequestStart?.(controller, context);
        } else {
          controller.abort(new FencedError());
        }
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    };
    return dispatch(options, guarded);
  });
}
