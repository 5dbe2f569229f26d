import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not answered. */
export interface Refusal {
  readonly status: 403 | 404 | 405 | 421;
  readonly why: string;
}

export interface GuardedRequest {
  readonly method?: string | undefined;
  /** As it stands in the request line. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** What a request has to fit. */
export interface Gate {
  readonly port: number;
  /** The first part of each path; whoever does not know it is told nothing. */
  readonly token: string;
}

/** Gives the path below the token, or why there is no answer. */
export function admit({ method, url = '', headers }: GuardedRequest, { port, token }: Gate): string | Refusal {
  // A name that a stranger made to lead here (DNS rebinding) is not ours, whatever its page may then read.
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) return { status: 421, why: 'this is another host' };
  if (method !== 'GET') return { status: 405, why: 'there is nothing but GET' };
  if (!comesFromItself(headers, hosts)) return { status: 403, why: 'another site asks' };
  const [, first = '', ...rest] = (url.split('?')[0] ?? '').split('/');
  return isSame(first, token) && rest.length > 0 ? rest.join('/') : { status: 404, why: 'there is no such page' };
}

/** Whether a person or this page itself asks; browsers say so of each request. */
function comesFromItself(headers: IncomingHttpHeaders, hosts: readonly string[]): boolean {
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) return false;
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  // A link that somebody follows, such as in the terminal of another page. It shows the page to that person alone.
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

/** Takes as long for every wrong text. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
