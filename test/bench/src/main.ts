// npm run bench: how quick and how big the operator is, beside the API server's own limit and a peer written in Go.
import { compare } from './compare.ts';
import { measureGrowth } from './growth.ts';
import { buildGoPeer } from './measure-go-peer.ts';
import { bundleOperator } from './operator-process.ts';
import { readBenchOptions } from './options.ts';
import { createResultsFile } from './results-file.ts';

const startedAt = performance.now();

function say(line: string): void {
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s  ${line}`);
}

const { json, growth, ...options } = readBenchOptions(process.argv.slice(2));
const file = createResultsFile(json);
const binary = await buildGoPeer(say);
const bundle = bundleOperator();
if (growth === undefined) {
  await compare({ ...options, bundle, binary, say, found: file.compared });
} else {
  await measureGrowth({ bundle, binary, instances: growth }, (point) => {
    say(`growth: ${point.instances} instances in ${point.operatorSeconds.toFixed(2)} s`);
    file.grown(point);
  });
}
console.log(file.text());
