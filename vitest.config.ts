import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['tests/unit/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One TensorFlow.js per process: its engine is global.
    pool: 'forks',
    // Vitest would leave one core of two idle.
    maxWorkers: availableParallelism(),
  },
});
