import { defineConfig } from 'vitest/config';

// Of `npm run e2e`, which makes the cluster that these files need; `npm test` leaves them out.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['tests/**/*.test.ts'],
    globalSetup: ['./src/global-setup.ts'],
    // One cluster on one machine: files that ran at once would slow each other down.
    fileParallelism: false,
    // Attempts that must fail spend their time waiting.
    maxConcurrency: 6,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
