import { connections, parties, workloads } from '@ixn/connections';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, denialProbe, type Probe, rowProbe, type WorkloadPlaces } from '../src/row-probes.ts';
import { applyFullInstance, workloadPlaces } from '../src/full-instance.ts';
import { connectionEntries, newInstance, untilReady } from '../src/instance.ts';
import { startNeighbourhood } from '../src/neighbours.ts';
import { expectBlocked, expectReaches } from '../src/reachability.ts';
import { untilConnected } from '../src/reported-rows.ts';
import { denials, isSpokenByNeighbours, isWorkload, servedPorts, whyNot } from '../src/rows.ts';
import { openScene } from '../src/scene.ts';

const scene = openScene();
let cast: Cast;

/** What was found, cell by cell, for the table that is shown at the end. */
const found = new Map<string, string>();

beforeAll(async () => {
  const around = await startNeighbourhood(scene);
  const places: WorkloadPlaces[] = [];
  for (const name of ['mesh-one', 'mesh-two']) {
    const instance = newInstance(scene, name);
    await applyFullInstance(scene, instance, around);
    await untilReady(scene, instance);
    places.push(await workloadPlaces(scene, instance));
  }
  const [instance, other] = places;
  if (instance === undefined || other === undefined) throw new Error('two instances were made');
  cast = { instance, other, around };
});

afterAll(() => {
  const head = ['row', 'source → destination', 'allow', ...denials];
  const rows = connections.map(({ number, source, destination }) => [
    String(number),
    `${parties[source].label} → ${parties[destination].label}`,
    ...['allow', ...denials].map((column) => found.get(`${number} ${column}`) ?? 'not tried'),
  ]);
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  console.log(`The rows in mode Full:\n\n${lines.join('\n')}\n`);
});

describe.concurrent.each(
  connections.map((row) => [row.number, parties[row.source].label, parties[row.destination].label, row] as const),
)('row %i, %s to %s', (number, _source, _destination, row) => {
  it('is opened by its source and arrives', async () => {
    const { from, to, expected } = rowProbe(cast, row);
    await expectReaches(scene, from, to, expected);
    if (isSpokenByNeighbours(row)) await untilConnected(scene, row, cast.instance);
    found.set(`${number} allow`, 'arrives');
  });

  for (const denial of denials) {
    const reason = whyNot(row, denial);
    if (reason !== undefined) {
      found.set(`${number} ${denial}`, `impossible: ${reason}`);
      continue;
    }
    it(`is closed to a ${denial}`, async () => {
      const probe = denialProbe(cast, row, denial);
      await expectBlocked(scene, probe.from, probe.to);
      await expectListening(probe);
      found.set(`${number} ${denial}`, 'blocked');
    });
  }
});

/** What is blocked must be there: whoever is free to, or the pod itself, finds it listening. */
async function expectListening({ to: [ip, port] }: Probe): Promise<void> {
  const { instance, other, around } = cast;
  const own = [instance, other].flatMap((each) => Object.values(each)).find((place) => place.ip === ip);
  await (own === undefined
    ? expectReaches(scene, around.stranger, [ip, port])
    : expectReaches(scene, own.caller, ['127.0.0.1', port]));
}

describe.concurrent('two tenants in one namespace', () => {
  const pairs = workloads.flatMap((from) =>
    workloads.flatMap((to) => servedPorts[to].map((port) => [from, to, port] as const)),
  );

  it.each(pairs)('cannot reach one another: %s to %s on %i', async (from, to, port) => {
    const { instance, other } = cast;
    await expectBlocked(scene, instance[from].caller, [other[to].ip, port]);
    await expectBlocked(scene, other[from].caller, [instance[to].ip, port]);
  });
});

describe('the status of an instance with everything configured', () => {
  it('names every row, and says that it is not checked, as is wished, or served', async () => {
    const states = (await connectionEntries(scene, newInstance(scene, 'mesh-one'))).map(({ number, state }) => [
      number,
      state,
    ]);
    expect(states).toEqual(
      connections.map(({ number, source }) => [number, isWorkload(source) ? 'NotChecked' : 'Serving']),
    );
  });
});
