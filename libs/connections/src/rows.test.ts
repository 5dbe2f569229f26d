import { describe, expect, it } from 'vitest';
import { parties, workloads } from './parties.ts';
import { defaultPort, portParameters } from './port-parameters.ts';
import { connections } from './rows.ts';
import { servedPorts } from './served-ports.ts';

describe('the connections table', () => {
  it('has nineteen rows, numbered from 1 without a gap', () => {
    expect(connections.map((row) => row.number)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
  });

  it('names sixteen parties, and every party stands in at least one row', () => {
    expect(Object.keys(parties)).toHaveLength(16);
    expect(new Set(connections.flatMap((row) => [row.source, row.destination]))).toEqual(new Set(Object.keys(parties)));
  });

  it('has a workload of ours on one side of every row', () => {
    for (const row of connections) {
      expect(workloads.some((workload) => workload === row.source || workload === row.destination)).toBe(true);
    }
  });

  it('classifies as Ingress only what arrives at a workload, and as Egress only what leaves one', () => {
    const arriving = connections.filter((row) => row.classification === 'Ingress').map((row) => row.destination);
    const leaving = connections.filter((row) => row.classification === 'Egress').map((row) => row.source);
    expect([...arriving, ...leaving].map((party) => parties[party].role)).not.toContain('neighbour');
  });
});

describe('servedPorts', () => {
  it.each([
    ['ixnServer', { default: [2, 3, 4, 18], health: [12] }],
    ['ixnNode', { default: [], health: [11] }],
    ['ixnVQNode', { default: [8, 9], health: [10] }],
  ] as const)('lists the rows that arrive at each port of %s', (workload, rows) => {
    const served = servedPorts(workload, connections);
    expect(Object.fromEntries(served.map((port) => [port.name, port.rows]))).toEqual(rows);
    expect(served.map((port) => port.name)).toEqual(['default', 'health']);
  });

  it('gives a port its row when a row is added to the table', () => {
    const added = { ...connections[7], number: 20, port: { parameter: 'ixnNode.ports.default' } } as const;
    expect(servedPorts('ixnNode', [...connections, added])[0]?.rows).toEqual([20]);
  });
});

describe('defaultPort', () => {
  it('is a valid port for every parameter', () => {
    for (const parameter of Object.keys(portParameters)) {
      const port = defaultPort(parameter as keyof typeof portParameters);
      expect(port).toBeGreaterThan(0);
      expect(port).toBeLessThan(65_536);
    }
  });
});
