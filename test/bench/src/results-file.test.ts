import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createResultsFile } from './results-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'ixn-bench-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

function point(instances: number, operatorSeconds: number) {
  const zeros = { readySeconds: 0, cpuSeconds: 0, settledRssBytes: 0, heapBytesPerInstance: 0 };
  return { instances, operatorSeconds, ...zeros };
}

describe('the file of results', () => {
  it('has every point as soon as it is found, in order, and the last one of each size', () => {
    const path = join(folder, 'new', 'growth.json');
    const file = createResultsFile(path);
    file.grown(point(300, 3));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ growth: [point(300, 3)] });

    file.grown(point(100, 1));
    file.grown(point(300, 2));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ growth: [point(100, 1), point(300, 2)] });
  });

  it('keeps what an earlier run has found', () => {
    const path = join(folder, 'earlier.json');
    writeFileSync(path, JSON.stringify({ instances: 100, growth: [point(100, 1)] }));
    createResultsFile(path).grown(point(300, 2));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ instances: 100, growth: [point(100, 1), point(300, 2)] });
  });

  it('is none where no path was given', () => {
    const file = createResultsFile(undefined);
    file.grown(point(100, 1));
    expect(JSON.parse(file.text())).toEqual({ growth: [point(100, 1)] });
  });
});
