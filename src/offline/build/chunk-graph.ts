/** Which file of the build needs which: taken from the bundler while it writes them, for pages and for the worker. */
import type { Plugin } from 'vite';

/** A script of the build and what it may load. Files are named from the root of the build: `_astro/client.BiGtRwko.js`. */
export interface Chunk {
  /** The source files in it, from the project's root. */
  readonly sources: readonly string[];
  /** Loaded with it. */
  readonly imports: readonly string[];
  /** Loaded when asked for. */
  readonly later: readonly string[];
  /** Files that it names: workers, binaries, weights. */
  readonly files: readonly string[];
}
export type ChunkGraph = ReadonlyMap<string, Chunk>;

type BundledFile =
  | { readonly type: 'asset'; readonly fileName: string }
  | {
      readonly type: 'chunk';
      readonly fileName: string;
      readonly code: string;
      readonly moduleIds: readonly string[];
      readonly imports: readonly string[];
      readonly dynamicImports: readonly string[];
    };

/** Writes the scripts of one bundle, as the bundler gives them, into a graph. */
function note(bundle: Readonly<Record<string, BundledFile>>, root: string, graph: Map<string, Chunk>): void {
  const assets = Object.values(bundle).filter((file) => file.type === 'asset');
  for (const file of Object.values(bundle)) {
    if (file.type !== 'chunk') continue;
    graph.set(file.fileName, {
      sources: file.moduleIds.map((id) => id.replace(`${root}/`, '').replace(/\?.*$/, '')),
      imports: file.imports,
      later: file.dynamicImports,
      // File names end in a hash of their content: a script that holds such a name means that file.
      files: assets
        .map(({ fileName }) => fileName)
        .filter((name) => file.code.includes(name.slice(name.lastIndexOf('/') + 1))),
    });
  }
}

/** A plugin for the browser's bundles: `graph` fills while they are written. */
export function chunkGraph(graph: Map<string, Chunk>): Plugin {
  return {
    name: 'chunk-graph',
    applyToEnvironment: (environment) => environment.name === 'client',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        note(bundle, this.environment.config.root, graph);
      },
    },
  };
}
