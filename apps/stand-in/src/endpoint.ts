import { formatHostPort } from '@ixn/connections';
import { portNumber } from './whole-number.ts';

/** A place to connect to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** host:port, with the brackets that IPv6 addresses need. */
export function formatEndpoint({ host, port }: Endpoint): string {
  return formatHostPort(host, port);
}

/** Reads host:port, with brackets around an IPv6 address; without a port it is the one given. Undefined where it is neither. */
export function parseEndpoint(text: string, portText = ''): Endpoint | undefined {
  const [, bracketed, plain, said] = /^(?:\[([^\]\s]+)\]|([^[\]:\s]+))(?::([^:]*))?$/.exec(text.trim()) ?? [];
  const host = bracketed ?? plain;
  const port = portNumber(said ?? portText);
  return host === undefined || port === undefined ? undefined : { host, port };
}
