import { existsSync, readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const rooms = ['apps', 'libs', 'test']
  .flatMap((folder) => readdirSync(folder).map((room) => `${folder}/${room}`))
  .filter((room) => existsSync(`${room}/package.json`));

export default defineConfig({
  test: {
    // One project a room, so that `nx test ROOM` and `vitest run --project ROOM` run that room alone.
    projects: rooms.map((root) => ({
      root,
      test: {
        name: root.split('/').at(-1) ?? root,
        // The test files of `npm run e2e` need a cluster; that room's own tests stand beside its sources.
        include: root === 'test/e2e' ? ['src/**/*.test.ts'] : ['**/*.test.ts'],
        testTimeout: 30_000,
        hookTimeout: 120_000,
        ...(existsSync(`${root}/global-setup.ts`) && { globalSetup: ['./global-setup.ts'] }),
      },
    })),
  },
});
