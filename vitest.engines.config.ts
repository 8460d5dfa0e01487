import { defineConfig } from 'vitest/config';

/** The built site (`dist/`, or $DIST) in browsers with other engines than Chromium's, one session each, side by side. */
export default defineConfig({
  test: {
    include: ['tests/engines/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Once more: a driver may lose an event on a busy machine.
    retry: 1,
  },
});
