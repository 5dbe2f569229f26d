import { connect } from 'node:net';
import { greetingOf } from '../greeting.ts';
import type { TcpDependency } from '../dependency.ts';
import { withCode } from '../error-code.ts';
import type { Session, Who } from './session.ts';

/** The longest greeting; what is longer is cut. */
const maxGreetingLength = 256;

/** How long somebody is given to greet; not all do. */
const greetingTimeMs = 500;

/** Connects, says who it is, and hears who that is: all that there is without the vendor's protocols. */
export function openTcp({ endpoints: [endpoint] }: TcpDependency, who: Who, signal: AbortSignal): Promise<Session> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect({ host: endpoint?.host, port: endpoint?.port ?? 0, signal });
    const lost = new Promise<never>((_, lose) => {
      socket.once('error', lose);
      socket.once('close', () => lose(withCode('CLOSED')));
    });
    lost.catch(reject);
    const exchange = async () => `heard ${JSON.stringify(heard.split('\n')[0]?.trim())}`;
    socket.once('connect', () => {
      socket.setKeepAlive(true);
      socket.write(`${greetingOf(who)}\n`);
      const timer = setTimeout(() => resolve({ exchange, lost }), greetingTimeMs);
      socket.on('data', (chunk: Buffer) => {
        heard = (heard + chunk.toString()).slice(0, maxGreetingLength);
        if (heard.includes('\n')) resolve({ exchange, lost });
      });
      socket.once('close', () => clearTimeout(timer));
    });
  });
}
