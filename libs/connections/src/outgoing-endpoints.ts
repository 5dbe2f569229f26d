import { type ConnectionContext, listAt, settingAt, textAt } from './connection-context.ts';
import type { Connection, Outgoing } from './rows.ts';

/** A place to connect to. */
export interface Endpoint {
  /** Undefined where it is the pod's own node. */
  readonly host: string | undefined;
  readonly port: number;
}

/** Where an outgoing row leads: to endpoints, to what a Secret says, or nowhere as nobody has configured it. */
export type OutgoingEndpoints =
  | { readonly kind: 'endpoints'; readonly endpoints: readonly Endpoint[] }
  | { readonly kind: 'secret'; readonly name: string; readonly key: string }
  | { readonly kind: 'notConfigured' };

const notConfigured: OutgoingEndpoints = { kind: 'notConfigured' };

/** The settings of an outgoing row; an empty object for a row that needs none, undefined where nobody has configured it. */
export function settingsOf({ settings }: Outgoing, { spec }: ConnectionContext): unknown {
  return settings === undefined ? {} : settingAt(spec, settings);
}

/** Where an outgoing row leads, in the order of the spec. */
export function outgoingEndpoints(row: Connection, context: ConnectionContext): OutgoingEndpoints {
  const { outgoing } = row;
  const settings = outgoing && settingsOf(outgoing, context);
  if (outgoing === undefined || settings === undefined) return notConfigured;
  const source = outgoing.endpoints;
  switch (source.from) {
    case 'settings':
      return asEndpoints([endpointOf(settings)]);
    case 'list':
      return asEndpoints(listAt(settings, source.path).map(endpointOf));
    case 'list-or-secret': {
      const name = textAt(settings, `${source.secretPath}.name`);
      const key = textAt(settings, `${source.secretPath}.key`);
      if (name !== undefined && key !== undefined) return { kind: 'secret', name, key };
      return asEndpoints(listAt(settings, source.path).map((text) => splitHostPort(String(text))));
    }
    case 'own-service': {
      const host = context.services[row.destination];
      return asEndpoints([{ host, port: Number(portOf(row, context)) }]);
    }
  }
}

/** host:port, with the brackets that IPv6 addresses need. */
export function formatHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function asEndpoints(endpoints: readonly Endpoint[]): OutgoingEndpoints {
  return endpoints.length === 0 ? notConfigured : { kind: 'endpoints', endpoints };
}

function endpointOf(value: unknown): Endpoint {
  return { host: textAt(value, 'host'), port: Number(textAt(value, 'port')) };
}

function splitHostPort(text: string): Endpoint {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) };
}

function portOf({ port }: Connection, { spec }: ConnectionContext): string | undefined {
  return 'parameter' in port ? textAt(spec, port.parameter) : undefined;
}
