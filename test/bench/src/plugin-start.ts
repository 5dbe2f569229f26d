// node test/bench/src/plugin-start.ts [KUBECTL [NODE]]: how long the program takes to start beside `kubectl version
// --client`, in turns, after `npm run build`. NODE is another Node to run the bundle on, such as Node 20.
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const rounds = 20;
const dist = resolve(import.meta.dirname, '../../../dist');
const [kubectl = 'kubectl', node = process.execPath] = process.argv.slice(2);

const candidates = [
  ['kubectl version --client', kubectl, ['version', '--client']],
  ['kubectl-ixn --version', join(dist, 'kubectl-ixn'), ['--version']],
  ['kubectl-ixn status --help', join(dist, 'kubectl-ixn'), ['status', '--help']],
  ['kubectl-ixn.mjs --version', node, [join(dist, 'kubectl-ixn.mjs'), '--version']],
  ['node with nothing to do', node, ['-e', '0']],
] as const;

const times = new Map<string, number[]>();
for (let round = 0; round < rounds; round += 1) {
  for (const [name, program, args] of candidates) {
    const startedMs = performance.now();
    execFileSync(program, args);
    times.set(name, [...(times.get(name) ?? []), performance.now() - startedMs]);
  }
}
// What else the machine does makes a start longer, never shorter: the fastest of them tells most on a busy one.
const sorted = (name: string) => (times.get(name) ?? []).toSorted((a, b) => a - b);
const medianOf = (name: string) => sorted(name)[rounds / 2] ?? Number.NaN;
const fastestOf = (name: string) => sorted(name)[0] ?? Number.NaN;
const [reference] = candidates[0];
console.log(`${''.padEnd(28)}     median    fastest   of kubectl's, each`);
for (const [name] of candidates) {
  const [median, fastest] = [medianOf(name), fastestOf(name)];
  const ratios = `${(median / medianOf(reference)).toFixed(2)} ${(fastest / fastestOf(reference)).toFixed(2)}`;
  console.log(
    `${name.padEnd(28)} ${median.toFixed(0).padStart(7)} ms ${fastest.toFixed(0).padStart(7)} ms   ${ratios}`,
  );
}
