import type { Workload } from '@ixn/connections';
import type { Caller } from './client-pod.ts';
import type { WorkloadPlaces } from './row-probes.ts';
import { isWorkload, type Row, servedPorts } from './rows.ts';
import { eventually, type Scene } from './scene.ts';

/** What the program of a workload says of one of its rows. */
export interface ReportedRow {
  readonly number: number;
  readonly state: string;
  /** What came of the last use of it, and of why it failed. */
  readonly did?: readonly string[];
  readonly error?: string;
}

/** What the program in a pod of the workload says of all its rows. */
export async function reportedRows(
  { kubectl }: Scene,
  workload: Workload,
  { namespace, pod }: Caller,
): Promise<readonly ReportedRow[]> {
  const script = `fetch('http://127.0.0.1:${servedPorts[workload][1]}/connections').then((a) => a.text()).then(console.log)`;
  return JSON.parse(await kubectl.run(['exec', '-n', namespace, pod, '--', 'node', '-e', script]));
}

/** Waits until the program of the row's source keeps the row up; says what it did there last. */
export async function untilConnected(
  scene: Scene,
  { number, source }: Row,
  places: WorkloadPlaces,
  holds: (did: string) => boolean = () => true,
): Promise<string> {
  if (!isWorkload(source)) throw new Error(`row ${number} is opened by others`);
  let last: ReportedRow | undefined;
  const ask = async () => {
    last = (await reportedRows(scene, source, places[source].caller)).find((row) => row.number === number);
    const did = last?.did?.join('; ');
    return last?.state === 'Connected' && did !== undefined && holds(did) ? did : undefined;
  };
  return await eventually(`${source} keeps row ${number} up`, ask).catch((error: unknown) => {
    throw new Error(`${String(error)}; at last: ${JSON.stringify(last)}`, { cause: error });
  });
}
