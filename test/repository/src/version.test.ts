import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { version } = JSON.parse(read('package.json'));

it('is the same in every room, in the chart and in the name of the image', () => {
  const rooms = globSync('{apps,libs,test}/*/package.json', { cwd: root });
  const chart = parse(read('deploy/chart/interaction-server-operator/Chart.yaml'));
  const { images } = parse(read('deploy/operator/kustomization.yaml'));
  expect({
    rooms: [...new Set(rooms.map((path) => JSON.parse(read(path)).version))],
    chart: [chart.version, chart.appVersion],
    image: images[0].newTag,
  }).toEqual({ rooms: [version], chart: [version, version], image: version });
});
