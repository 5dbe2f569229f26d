import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProxiedRequest } from './proxied-request.ts';

/** A watch that runs through the proxy, and what can be done to it meanwhile. */
export interface OpenWatch {
  readonly request: ProxiedRequest;
  /** Cuts the connection to the client. */
  cut(): void;
  /** Ends the answer in good order, as the server does when a watch is over. */
  end(): void;
  /** Lets no byte through any more, and leaves the connection open. */
  silence(): void;
  /** Sends bytes as if they came from the server. */
  inject(bytes: string | Uint8Array): void;
}

/** Passes a watch's answer on, each piece `delayMs` later than it came. `onClosed` is called when either side has ended it. */
export function passWatch(
  request: ProxiedRequest,
  from: IncomingMessage,
  to: ServerResponse,
  delayMs: number,
  onClosed: () => void,
): OpenWatch {
  let silent = false;
  const later = (act: () => void) => {
    const unlessSilent = () => {
      if (!silent) act();
    };
    if (delayMs === 0) unlessSilent();
    else setTimeout(unlessSilent, delayMs);
  };
  from.on('data', (bytes: Buffer) => later(() => to.write(bytes)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => later(() => to.destroy()));
  to.on('close', () => {
    from.destroy();
    onClosed();
  });
  return {
    request,
    cut: () => void to.destroy(),
    end: () => void to.end(),
    silence: () => {
      silent = true;
    },
    inject: (bytes) => void to.write(bytes),
  };
}
