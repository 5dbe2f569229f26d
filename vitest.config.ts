import { existsSync, readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const rooms = ['apps', 'libs', 'test']
  .flatMap((folder) => readdirSync(folder).map((room) => `${folder}/${room}`))
  .filter((room) => existsSync(`${room}/package.json`));

/** Test files of a room that are not beside its sources, or not for every run. */
const includes: Readonly<Record<string, readonly string[]>> = {
  // Beside its sources: those of `npm run test:wiring` need real servers.
  'apps/stand-in': ['src/**/!(*.wiring).test.ts'],
  // The test files of `npm run e2e` need a cluster.
  'test/e2e': ['src/**/*.test.ts'],
  // `npm run test:faults` runs the others, which take longer, and these once more.
  'test/integration': ['tests/**/*.test.ts', 'faults/watch-faults.test.ts'],
};

/** The test files of `npm run e2e` that simulated pods can show as well: here they run on a local control plane. */
const simulatedE2e = ['drain', 'one-server', 'ready', 'rights'].map((name) => `tests/${name}.test.ts`);

/** All of its files use the same operators, some of which they end. */
const e2eLocal = { globalSetup: ['./local/global-setup.ts'], fileParallelism: false, testTimeout: 180_000 };

function project(root: string, name: string, include: readonly string[], others: object = {}) {
  return {
    root,
    test: {
      name,
      include: [...include],
      testTimeout: 30_000,
      hookTimeout: 120_000,
      // Of the tests of one file that may go on together; most of them wait for a cluster.
      maxConcurrency: 6,
      ...(existsSync(`${root}/global-setup.ts`) && { globalSetup: ['./global-setup.ts'] }),
      ...others,
    },
  };
}

export default defineConfig({
  test: {
    // One project a room, so that `nx test ROOM` and `vitest run --project ROOM` run that room alone.
    projects: [
      ...rooms.map((root) => project(root, root.split('/').at(-1) ?? root, includes[root] ?? ['**/*.test.ts'])),
      project('apps/stand-in', 'stand-in-wiring', ['src/**/*.wiring.test.ts']),
      project('test/e2e', 'e2e-local', simulatedE2e, e2eLocal),
      // Apart, as it waits for Leases to end.
      project('test/e2e', 'e2e-leader', ['tests/leader.test.ts'], e2eLocal),
      project('test/integration', 'faults', ['faults/**/*.test.ts']),
      project('test/integration', 'walks', ['walks/**/*.test.ts']),
    ],
  },
});
