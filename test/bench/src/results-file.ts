import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type ComparedResults, type GrowthPoint, growthPoint } from './results.ts';

/** The JSON file of `npm run bench`: whatever is found is in it at once, so that a run that is cut leaves what it had. */
export interface ResultsFile {
  /** Puts a comparison in the place of the one that is there; points of growth stay. */
  readonly compared: (results: ComparedResults) => void;
  /** Puts a point of growth beside those that are there, or in the place of the one with as many instances. */
  readonly grown: (point: GrowthPoint) => void;
  readonly text: () => string;
}

const earlierResults = z.looseObject({ growth: z.array(growthPoint).default([]) });

/** Goes on with the file that is there; without a path everything is kept in memory alone. */
export function createResultsFile(path: string | undefined): ResultsFile {
  const earlier: unknown = path !== undefined && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  let results = earlierResults.parse(earlier);
  const text = () => `${JSON.stringify(results, undefined, 2)}\n`;
  const put = (next: typeof results) => {
    results = next;
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text());
  };
  return {
    text,
    compared: (comparison) => put({ ...comparison, growth: results.growth }),
    grown: (point) => {
      const others = results.growth.filter(({ instances }) => instances !== point.instances);
      put({ ...results, growth: [...others, point].toSorted((a, b) => a.instances - b.instances) });
    },
  };
}
