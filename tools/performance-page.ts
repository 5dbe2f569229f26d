import { resolve } from 'node:path';
import { type BenchResults, readResults, type Spread } from '@ixn/bench';
import { barCharts } from './bar-chart.ts';
import { page, table, wrap } from './markdown.ts';

const source = 'test/bench/results/latest.json';

/** What the last benchmark that was kept has found. */
export function latestResults(): BenchResults {
  return readResults(resolve(import.meta.dirname, '..', source));
}

/** docs/performance.md: how quick and how big the operator is, and beside what. */
export function performancePage(results: BenchResults): string {
  const { instances, objectsPerInstance, runs, machine, versions, date } = results;
  return page(source, [
    '# Performance',
    wrap(
      `Measured on ${date}: ${instances} new instances of ${objectsPerInstance} objects each, ${runs} run${runs === 1 ? '' : 's'}, on a machine with ` +
        `${machine.cores} cores (${machine.processor}) and ${gibibytes(machine.memoryBytes)} of memory, which etcd, the API ` +
        `server (${versions.kubernetes}), its controllers and the simulated nodes share with what is measured. ` +
        `Node ${versions.node}. The load average was ${machine.loadAverage.toFixed(1)} before anything began: above a few tenths, ` +
        'others used the machine too, and the distance from min to max says how much that disturbed. ' +
        `Again: \`npm run bench -- --instances ${instances} --runs ${runs} --json ${source}\`, then \`npm run generate\`.`,
    ),
    '![Seconds and memory of the three](performance.svg)',
    wrap(
      '**Bare loop**: nothing but the server-side applies that these instances need, ' +
        `${results.limitConcurrency} at a time, which is the best of what was tried, and what is cheap to make before what gets ` +
        "pods: the API server's own limit. **Operator**: the bundle as users run it, with its defaults and the image's flags. " +
        '**Go peer**: a controller on ' +
        `sigs.k8s.io/controller-runtime (test/bench/peers/go) with ${results.goWorkers} workers and no client rate limit, which ` +
        'applies the same objects, handed to it as templates. It has less to do: it watches no pods and no Secrets, ' +
        'writes no status and no events, and does not look who else wrote to its objects. Each has a fresh control plane in each run. ' +
        'Time runs from the first creation of an instance; smallest, middle and greatest of all runs.',
    ),
    ...caveats(results),
    '## Time and memory',
    table(['', 'min', 'median', 'max'], spreadRows(results)),
    '## Against the aims',
    table(['aim', 'found', ''], aimRows(results)),
    '## Requests for each instance',
    table(['verb', 'operator', 'Go peer'], requestRows(results)),
    ...growthBlocks(results),
  ]);
}

/** What the figures themselves say against how they should be read. */
function caveats({ limitSeconds, goSeconds }: BenchResults): readonly string[] {
  if (goSeconds.median >= limitSeconds.median) return [];
  return [
    wrap(
      'The Go peer was quicker than the bare loop here: the loop did not reach what the API server can do, and the ratio to it ' +
        'flatters the operator.',
    ),
  ];
}

/** docs/performance.svg: the same as bars, from the least to the greatest of the runs. */
export function performancePlot(results: BenchResults): string {
  const bar = (label: string, { median, min, max }: Spread) => ({ label, value: median, min, max });
  return barCharts([
    {
      title: `${results.instances} new instances: seconds to the last object`,
      format: (value) => `${value.toFixed(1)} s`,
      bars: [
        bar('bare loop', results.limitSeconds),
        bar('operator', results.operatorSeconds),
        bar('operator, all Ready', results.readySeconds),
        bar('Go peer', results.goSeconds),
      ],
    },
    {
      title: 'Resident memory once settled',
      format: mebibytes,
      bars: [bar('operator', results.settledRssBytes), bar('Go peer', results.goSettledRssBytes)],
    },
  ]);
}

function spreadRows(results: BenchResults): readonly (readonly string[])[] {
  const row = (name: string, { min, median, max }: Spread, format: (value: number) => string) => [
    name,
    ...[min, median, max].map(format),
  ];
  const { operator, go } = results;
  return [
    row('bare loop: last object', results.limitSeconds, seconds),
    row('operator: last object', results.operatorSeconds, seconds),
    row('operator: last instance Ready', results.readySeconds, seconds),
    row('Go peer: last object', results.goSeconds, seconds),
    row('operator: CPU', operator.cpuSeconds, seconds),
    row('Go peer: CPU', go.cpuSeconds, seconds),
    row('operator: resident memory, peak', operator.peakRssBytes, mebibytes),
    row('Go peer: resident memory, peak', go.peakRssBytes, mebibytes),
    row('operator: resident memory, settled', results.settledRssBytes, mebibytes),
    row('operator: the same, started with all in place', results.restartedRssBytes, mebibytes),
    row('Go peer: resident memory, settled', results.goSettledRssBytes, mebibytes),
    row('operator: heap for each instance', results.heapBytesPerInstance, kibibytes),
    row('operator: start to first reconcile, all in place', operator.firstReconcileSeconds, seconds),
    row('Go peer: start to first reconcile, all in place', go.firstReconcileSeconds, seconds),
    row('operator: 100 hand edits mended, p50', results.mendP50Ms, milliseconds),
    row('operator: 100 hand edits mended, p99', results.mendP99Ms, milliseconds),
  ];
}

function aimRows(results: BenchResults): readonly (readonly string[])[] {
  const row = (aim: string, found: string, met: boolean) => [aim, found, met ? 'met' : 'missed'];
  const atThousand = results.growth.find(({ instances }) => instances === 1_000);
  const ours = atThousand?.settledRssBytes ?? results.settledRssBytes.median;
  const memory = ours / (atThousand?.goSettledRssBytes ?? results.goSettledRssBytes.median);
  const held = atThousand?.goSettledRssBytes === undefined ? results.instances : atThousand.instances;
  return [
    row('at most 1.1 times the bare loop', `${results.ratioToLimit.toFixed(2)} times`, results.ratioToLimit <= 1.1),
    row('quicker than the Go peer', `${results.ratioToGo.toFixed(2)} times its time`, results.ratioToGo < 1),
    row(
      'no reads beside one of each Secret that it refers to',
      `${results.readsPerInstance.toFixed(2)} for each instance`,
      results.readsPerInstance === 0,
    ),
    row(
      `no write in ${results.idleMinutes} idle minutes, all instances looked at every 15 s`,
      String(results.idleWrites),
      results.idleWrites === 0,
    ),
    row(
      `settled memory with ${held} instances at most 1.5 times the Go peer`,
      `${memory.toFixed(2)} times`,
      memory <= 1.5,
    ),
  ];
}

function requestRows({ operator, go, statusWritesPerInstance }: BenchResults): readonly (readonly string[])[] {
  const verbs = [...new Set([operator, go].flatMap((program) => Object.keys(program.requestsPerInstance)))].toSorted();
  const each = (value = 0) => value.toFixed(2);
  return [
    ...verbs.map((verb) => [verb, each(operator.requestsPerInstance[verb]), each(go.requestsPerInstance[verb])]),
    ['of these, writes of the status', each(statusWritesPerInstance), each(0)],
  ];
}

function growthBlocks({ growth }: BenchResults): readonly string[] {
  if (growth.length === 0) return [];
  const rows = growth.map((point) => [
    String(point.instances),
    seconds(point.operatorSeconds),
    seconds(point.readySeconds),
    seconds(point.cpuSeconds),
    mebibytes(point.settledRssBytes),
    kibibytes(point.heapBytesPerInstance),
    point.goSettledRssBytes === undefined ? '' : mebibytes(point.goSettledRssBytes),
  ]);
  return [
    '## Growth of the operator',
    table(
      [
        'instances',
        'last object',
        'last Ready',
        'CPU',
        'settled memory',
        'heap for each instance',
        'Go peer: settled memory',
      ],
      rows,
    ),
  ];
}

const seconds = (value: number) => `${value.toFixed(2)} s`;
const milliseconds = (value: number) => `${value.toFixed(0)} ms`;
const kibibytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`;
const mebibytes = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(0)} MiB`;
const gibibytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(0)} GiB`;
