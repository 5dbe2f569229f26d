import type { Endpoint } from './checks-of-row.ts';
import { numberAt, textAt, valueAt } from './value-at.ts';

/** The vendor's document of a Redis Secret, as far as it says anything. */
export interface RedisDocument {
  readonly password?: string;
  readonly port?: number;
  readonly rejectUnauthorized?: boolean;
  readonly serverName?: string;
}

/** Reads {password, port, rejectUnauthorized, servername}; undefined where it is no JSON object. */
export function redisDocumentIn(text: string): RedisDocument | undefined {
  const document = objectIn(text);
  if (document === undefined) return undefined;
  const password = textAt(document, 'password');
  const port = portIn(textAt(document, 'port') ?? numberAt(document, 'port'));
  const reject = valueAt(document, 'rejectUnauthorized');
  const serverName = textAt(document, 'servername');
  return {
    ...(password && { password }),
    ...(port !== undefined && { port }),
    ...(typeof reject === 'boolean' && { rejectUnauthorized: reject }),
    ...(serverName && { serverName }),
  };
}

/** As many as the spec takes, where they are given there. */
const maxEndpoints = 16;

/** Reads {bootstrap}, which has host:port,host:port in it, at most 16; undefined where it is anything else. */
export function bootstrapIn(text: string): readonly Endpoint[] | undefined {
  const bootstrap = textAt(objectIn(text), 'bootstrap') ?? '';
  const parts = bootstrap.split(',', maxEndpoints + 1);
  if (parts.length > maxEndpoints) return undefined;
  const endpoints = parts.map((part) => endpointIn(part.trim()));
  return endpoints.every((endpoint) => endpoint !== undefined) ? endpoints : undefined;
}

function endpointIn(text: string): Endpoint | undefined {
  const [, host, digits = ''] = /^\[?([\w.:-]{1,253}?)\]?:(\d{1,5})$/.exec(text) ?? [];
  const port = portIn(digits);
  return host === undefined || port === undefined ? undefined : { host, port };
}

function portIn(value: string | number): number | undefined {
  const port = Number(value);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined;
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
