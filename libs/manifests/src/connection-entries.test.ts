import { connections } from '@ixn/connections';
import { expectGolden, fullInteractionServer, interactionServer, otherFullInteractionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { connectionEntries } from './connection-entries.ts';
import { resolved, resolvedWith } from './resolved.testing.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The rows that the status calls open to everybody. */
function openRows(networkPolicy: Fields, spec: Fields = {}): readonly number[] {
  const instance = resolvedWith({ spec: { ...spec, networkPolicy } });
  return connectionEntries(instance)
    .filter(({ open }) => open)
    .map(({ number }) => number);
}

const anywhere = { peers: [{ namespaceSelector: {} }] };
const configServer = { ixnServer: { confServer: { host: 'conf', appName: 'ixn' } } };

describe('what the status says of the connections', () => {
  it('is, with everything that a spec may say, what the golden file holds', () => {
    expectGolden('connections', [
      connectionEntries(resolved(fullInteractionServer())),
      connectionEntries(resolved(otherFullInteractionServer())),
    ]);
  });

  it('has one entry for each row of the table, in the order of their numbers, whatever is configured', () => {
    const numbers = connections.map(({ number }) => number);
    for (const resource of [interactionServer(), fullInteractionServer()]) {
      expect(connectionEntries(resolved(resource)).map(({ number }) => number)).toEqual(numbers);
    }
  });

  it('says NotConfigured of each row that nobody has said where to, and of no other', () => {
    const states = (resource = interactionServer()) =>
      connectionEntries(resolved(resource))
        .filter(({ state }) => state === 'NotConfigured')
        .map(({ number }) => number);
    expect(states()).toEqual([1, 5, 6, 7, 13, 14, 15, 16, 17, 19]);
    expect(states(fullInteractionServer())).toEqual([]);
    expect(states(otherFullInteractionServer())).toEqual([]);
  });

  it.each<[string, Fields, Fields, readonly number[]]>([
    ['nothing in mode Off', { mode: 'Off' }, configServer, []],
    ['what comes in from neighbours in mode Ingress', { mode: 'Ingress' }, configServer, [3, 4, 8, 9, 10, 11, 12, 18]],
    ['what goes out, too, in mode Full', { mode: 'Full' }, configServer, [3, 4, 5, 8, 9, 10, 11, 12, 18]],
    ['nothing that is not configured', { mode: 'Full' }, {}, [3, 4, 8, 9, 10, 11, 12, 18]],
    [
      'no row of a neighbour that has a peer',
      { mode: 'Full', peers: { statServer: anywhere, prometheus: anywhere, configServer: anywhere } },
      configServer,
      [3, 8, 18],
    ],
    ['no row between two workloads of the instance', { mode: 'Full', peers: {} }, {}, [3, 4, 8, 9, 10, 11, 12, 18]],
  ])('calls open to everybody %s', (_, networkPolicy, spec, rows) => {
    expect(openRows(networkPolicy, spec)).toEqual(rows);
  });

  it('calls nothing open where every neighbour has a peer', () => {
    expect(connectionEntries(resolved(fullInteractionServer())).filter((entry) => 'open' in entry)).toEqual([]);
  });
});
