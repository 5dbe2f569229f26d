import { type Endpoint, parseEndpoint } from './endpoint.ts';
import type { RowReader, Told } from './row-reader.ts';
import { portNumber } from './whole-number.ts';

/** The keys of the vendor's JSON documents that say where to connect to. */
const documentKeys = { bootstrap: 'bootstrap', port: 'port' } as const;

/** Where an outgoing row leads, as its container is told; nowhere where it is told nothing, or something wrong. */
export function rowEndpoints(row: RowReader): readonly Endpoint[] {
  const source = row.outgoing.endpoints;
  switch (source.from) {
    case 'settings':
      return hostAndPort(row, row.setting('host'), row.setting('port'));
    case 'own-service':
      return hostAndPort(
        row,
        row.told(({ from }) => from === 'own-service'),
        row.told(({ from }) => from === 'spec'),
      );
    case 'list': {
      const port = row.document()?.[documentKeys.port];
      const defaultPort = typeof port === 'number' || typeof port === 'string' ? String(port) : undefined;
      return listOf(row, row.setting(source.path), defaultPort);
    }
    case 'list-or-secret': {
      const document = row.document();
      if (document === undefined) return listOf(row, row.setting(source.path));
      const bootstrap = document[documentKeys.bootstrap];
      const text = Array.isArray(bootstrap) ? bootstrap.join(',') : bootstrap;
      const name = `${documentKeys.bootstrap} of the mounted document`;
      if (typeof text === 'string' && text !== '') return listOf(row, { name, text });
      row.wrong(`${name} must be host:port,host:port`);
      return [];
    }
  }
}

function hostAndPort(row: RowReader, host: Told, portText: Told): readonly Endpoint[] {
  if (host.text === undefined && portText.text === undefined) return [];
  const port = portNumber(portText.text ?? '');
  if (host.text === undefined) row.wrong(`${host.name} is missing`);
  else if (port === undefined) row.wrong(`${portText.name} must be a port from 1 to 65535`);
  else return [{ host: host.text, port }];
  return [];
}

/** `defaultPort` is for items that say none. */
function listOf(row: RowReader, { name, text = '' }: Told, defaultPort?: string): readonly Endpoint[] {
  const items = text.split(',').filter((item) => item.trim() !== '');
  const endpoints = items.flatMap((item) => parseEndpoint(item, defaultPort) ?? []);
  if (endpoints.length < items.length) row.wrong(`${name} must be host:port,host:port`);
  return endpoints;
}
