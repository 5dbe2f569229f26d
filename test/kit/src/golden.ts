import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { stringify } from 'yaml';

/**
 * Expects the documents, written as YAML, to be exactly what stands in `golden/<name>.yaml` of the room whose test runs.
 * `UPDATE_GOLDEN=1 npm test -- --project ROOM` writes the files anew; their diff is what a reviewer reads.
 */
export function expectGolden(name: string, documents: readonly unknown[]): void {
  const text = documents.map((document) => stringify(document, stringifyOptions)).join('---\n');
  expectFile(`golden/${name}.yaml`, `${notice}\n${text}`);
}

/** The same for one value, written as JSON, and a file whose path in the room is given. */
export function expectGoldenJson(path: string, value: unknown): void {
  expectFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** The same for a text that is written as it is. */
export function expectGoldenText(path: string, text: string): void {
  expectFile(path, text);
}

function expectFile(pathInRoom: string, text: string): void {
  const path = join(roomOfTest(), pathInRoom);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(existsSync(path) ? readFileSync(path, 'utf8') : undefined);
}

const notice = '# What the tests expect; UPDATE_GOLDEN=1 npm test writes it anew, see test/kit/src/golden.ts.';
const stringifyOptions = { lineWidth: 0, aliasDuplicateObjects: false } as const;

/** The folder of the room that the running test belongs to. */
function roomOfTest(): string {
  const { testPath } = expect.getState();
  if (testPath === undefined) throw new Error('golden files are compared inside of a test only');
  let folder = dirname(testPath);
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
