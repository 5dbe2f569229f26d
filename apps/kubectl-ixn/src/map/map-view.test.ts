import { connections, parties } from '@ixn/connections';
import { recordedStates } from '@ixn/golden-tests';
import { describe, expect, it } from 'vitest';
import { mapView } from './map-view.ts';
import { layoutOf } from './page/layout.ts';

const link = { kind: 'live' } as const;

function viewOf(recorded: string) {
  const resource = recordedStates.find((state) => state.name === recorded)?.resource;
  if (resource === undefined) throw new Error(`no status was recorded under the name ${recorded}`);
  const instance = { name: 'tenant-100', namespace: 'voice', object: resource, status: resource.status };
  return mapView({ instance, since: new Map(), link, nowMs: 5_000 });
}

describe('what the page is told', () => {
  it('has every party and every row, with what the catalogue says of a reason', () => {
    const { rows, parties: told, reported } = viewOf('dependency-failing');
    expect(rows.map(({ number }) => number)).toEqual(connections.map(({ number }) => number));
    expect(told).toHaveLength(Object.keys(parties).length);
    expect(reported).toBe('yes');
    expect(rows[15]).toMatchObject({
      number: 16,
      standing: 'fails',
      reason: 'ConnectionRefused: the connection is refused',
      code: { name: 'ConnectionRefused', remedy: 'Start the server, or mend the port in the spec.' },
    });
  });

  it('says of a resource without a status that nobody has reported', () => {
    const object = { apiVersion: 'v1', kind: 'InteractionServer', metadata: { name: 'new', generation: 1 } };
    const instance = { name: 'new', namespace: 'voice', object, status: undefined };
    const view = mapView({ instance, since: new Map(), link, nowMs: 0 });
    expect(view).toMatchObject({
      reported: 'never',
      rows: expect.arrayContaining([expect.objectContaining({ state: 'NotReported', standing: 'unknown' })]),
    });
  });
});

describe('the picture', () => {
  const { parties: told, rows } = viewOf('dependency-failing');
  const { left, centre, inner, right } = layoutOf(told, rows);

  it('has every row once', () => {
    const shown = [...left, ...right].flatMap((card) => card.rows).concat(inner);
    expect(shown.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(rows.map(({ number }) => number));
  });

  it('has who opens connections on the left, and workloads that speak with each other side by side', () => {
    const names = (cards: typeof left) => cards.map(({ party }) => party.label).toSorted();
    expect(names(left)).toEqual(['GWS IXN service', 'Prometheus', 'Pulse Stat Server(s)', 'StatServer', 'URS']);
    expect(right).toHaveLength(8);
    expect(centre.map(({ label }) => label)).toEqual(['IXN Node', 'IXN', 'IXN VQ Node']);
  });

  it('has no lines that cross on the right', () => {
    const heights = right.flatMap((card) => card.rows.map(({ source }) => centre.findIndex(({ id }) => id === source)));
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  });
});
