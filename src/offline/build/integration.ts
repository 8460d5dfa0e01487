/** Offline reading in Astro: follows the bundler while it writes scripts; when the pages are finished, writes lists and the worker. */
import type { AstroIntegration } from 'astro';
import { fileURLToPath } from 'node:url';
import { chunkGraph, type Chunk } from './chunk-graph.ts';
import { writeLists } from './lists.ts';
import { writeWorker } from './worker-bundle.ts';

/** Comes after the steps that change pages or write previews, and before their compressed copies are made. */
export function offline(): AstroIntegration {
  const graph = new Map<string, Chunk>();
  return {
    name: 'offline',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [chunkGraph(graph)], worker: { plugins: () => [chunkGraph(graph)] } } });
      },
      'astro:build:done': async ({ dir, logger }) => {
        const dist = fileURLToPath(dir);
        const { pages, own } = writeLists(dist, graph);
        const size = await writeWorker(dist, [...own, 'favicon.svg']);
        logger.info(
          `lists of ${String(pages)} pages; the worker keeps ${String(Math.round(size / 1000))} kB from the start`,
        );
      },
    },
  };
}
