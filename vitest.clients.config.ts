import { defineConfig } from 'vitest/config';

/** Real programs that read the built site (`dist/`, or $DIST). */
export default defineConfig({
  test: {
    include: ['tests/clients/**/*.test.ts'],
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
