import { type Socket, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { DependencyCheck } from './dependency-check.ts';
import type { DialPolicy } from './dial-policy.ts';
import { failure } from './failure.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { type AddressesOf, resolveName } from './resolve-name.ts';
import { type StepTimeouts, withinStep } from './steps.ts';
import { startTls } from './start-tls.ts';

/** All that a check needs of the world. */
export interface Surroundings {
  readonly mayDial: DialPolicy;
  readonly addressesOf: AddressesOf;
  readonly timeouts: StepTimeouts;
  /** Milliseconds that all steps of a check may take together, those of all nodes that a server leads on to included. */
  readonly wholeTimeoutMs: number;
  /** For what keeps a processor busy; one for all checks of a process. */
  readonly inTurn: OneAtATime;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** The connections of one check. All of them end with it. */
export interface Dialer {
  /**
   * A connection to a place: name, TCP and, as the check says, TLS. `preface` is spoken before TLS. Throws the failure of the
   * step that did not succeed.
   */
  open(place: Place, preface?: Preface): Promise<Duplex>;
  /** Does the last step, with its time limit; the signal says when it is over. */
  speak<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /** Does what keeps a processor busy. */
  readonly inTurn: OneAtATime;
  /** Whether the place, which must be known to listen, answers a TLS handshake, whatever its certificate. */
  speaksTls(place: Place): Promise<boolean>;
  /** A connection without TLS, whatever the check says: for what everybody may read. */
  openPlain(place: Place): Promise<Duplex>;
  /** The earliest end of a certificate that was seen, in milliseconds since 1970. */
  expiresAtMs(): number | undefined;
  close(): void;
}

/** Makes the server begin with TLS, or throws a failure. */
export type Preface = (socket: Socket) => Promise<void>;

export function createDialer(check: DependencyCheck, surroundings: Surroundings, signal: AbortSignal): Dialer {
  const { timeouts } = surroundings;
  const streams = new Set<Duplex>();
  const expiries: number[] = [];
  let closed = false;
  const keep = <Stream extends Duplex>(stream: Stream): Stream => {
    stream.on('error', () => undefined); // whoever reads or writes hears of it
    if (closed) stream.destroy();
    else streams.add(stream);
    return stream;
  };

  // The socket below TLS goes with it. Destroyed by itself, before it, it takes the whole process along (Node 24).
  const keepInstead = (socket: Socket) => (stream: TLSSocket) => {
    streams.delete(socket);
    return keep(stream);
  };

  const dial = async ({ host, port }: Place): Promise<Socket> => {
    const allowed = await withinStep('resolve', timeouts, signal, (ending) =>
      allowedAddresses(host, check.searchDomains, surroundings, ending),
    );
    return withinStep('connect', timeouts, signal, (ending) => connectToFirst(allowed, port, keep, ending));
  };

  return {
    open: async (place, preface) => {
      const socket = await dial(place);
      const { tls } = check;
      if (tls.mode === 'disable') return socket;
      return withinStep('tls', timeouts, signal, async (ending) => {
        await preface?.(socket);
        ending.throwIfAborted();
        const started = await startTls(
          socket,
          place.host,
          tls,
          keepInstead(socket),
          surroundings.now(),
          check.addressIsSecret ?? false,
        );
        if (started.expiresAtMs !== undefined) expiries.push(started.expiresAtMs);
        return started.stream;
      });
    },
    speak: (work) => withinStep('protocol', timeouts, signal, work),
    inTurn: surroundings.inTurn,
    speaksTls: async (place) => {
      try {
        const socket = await dial(place);
        await withinStep('tls', timeouts, signal, () =>
          startTls(socket, place.host, { mode: 'require' }, keepInstead(socket), surroundings.now(), true),
        );
        return true;
      } catch {
        signal.throwIfAborted();
        return false;
      }
    },
    openPlain: dial,
    expiresAtMs: () => (expiries.length === 0 ? undefined : Math.min(...expiries)),
    close: () => {
      closed = true;
      for (const stream of streams) stream.destroy();
      streams.clear();
    },
  };
}

/** At most so many addresses of a name are tried. */
const maxAddresses = 8;

async function allowedAddresses(
  host: string,
  searchDomains: readonly string[],
  { addressesOf, mayDial }: Surroundings,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const addresses = (await resolveName(host, searchDomains, addressesOf, signal)).slice(0, maxAddresses);
  const answers = addresses.map((address) => ({ address, answer: mayDial(address) }));
  const allowed = answers.flatMap(({ address, answer }) => (answer === 'allowed' ? [address] : []));
  if (allowed.length > 0) return allowed;
  if (answers.some(({ answer }) => answer === 'ThroughSidecar')) {
    throw failure('ThroughSidecar', 'it is an address of the pod itself, from where something else leads on');
  }
  throw failure('NotAllowed', 'the operator may not connect to the address');
}

/** Tries one address after the other; the addresses are dialled, not the name, so that it cannot mean something else by now. */
async function connectToFirst(
  addresses: readonly string[],
  port: number,
  keep: (socket: Socket) => Socket,
  signal: AbortSignal,
): Promise<Socket> {
  let first: unknown;
  for (const address of addresses) {
    signal.throwIfAborted();
    try {
      return await connectTo(keep(connect({ host: address, port, noDelay: true })), signal);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

function connectTo(socket: Socket, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
    socket.once('close', () => reject(failure('ConnectionClosed', 'the connection was ended at once')));
  });
}
