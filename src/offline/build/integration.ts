import type { AstroIntegration } from 'astro';
import { writeFileSync } from 'node:fs';
import { chunkGraph, type Chunk } from './chunk-graph.ts';
export function offline(): AstroIntegration {
  const graph = new Map<string, Chunk>();
  return {
    name: 'offline',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [chunkGraph(graph)], worker: { plugins: () => [chunkGraph(graph)] } } });
      },
      'astro:build:done': () => {
        writeFileSync('/tmp/w/offl-graph.json', JSON.stringify([...graph], null, 1));
      },
    },
  };
}
