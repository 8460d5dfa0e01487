/** All files that a page may come to load, from the chunk graph and from what is on the page. */
import type { Chunk, ChunkGraph } from './chunk-graph.ts';

/** What a page shows of the things that scripts load by name. */
export interface Shown {
  /** Ids of its demos. */
  readonly demos: ReadonlySet<string>;
  /** Slugs of the articles whose equations it can check. */
  readonly checks: ReadonlySet<string>;
}

/** Files of the build, from its root. */
export interface Closure {
  readonly files: ReadonlySet<string>;
  readonly weights: ReadonlySet<string>;
  /** Only what is not in `files`. */
  readonly backends: ReadonlySet<string>;
}

const all = (chunk: Chunk, pattern: RegExp): string[] =>
  chunk.sources.flatMap((source) => pattern.exec(source)?.[1] ?? []);

/** Whether a script that is loaded by name can be asked for by this page: code of other pages' demos and checks is not. */
function isForPage(chunk: Chunk, { demos, checks }: Shown): boolean {
  const ofDemos = all(chunk, /^src\/demos\/([^/]+)\//);
  const ofChecks = all(chunk, /^src\/checks\/([^/]+)\.ts$/).filter((slug) => slug !== 'check');
  if (ofDemos.length + ofChecks.length === 0) return true;
  return ofDemos.some((id) => demos.has(id)) || ofChecks.some((slug) => checks.has(slug));
}

/** WebAssembly and plain CPU run everywhere; the GPU's backends are downloaded by those who use them. */
const isOtherBackend = (chunk: Chunk): boolean =>
  chunk.sources.some((source) => /@tensorflow\/tfjs-backend-web(?:gl|gpu)\/dist\/index\.js$/.test(source));
/** The binary for browsers without SIMD, which none that runs this site's scripts has needed since 2023. */
const isOtherBinary = (file: string): boolean => /tfjs-backend-wasm-(?!simd)[^/]*\.wasm$/.test(file);
/** Trained weights are files of numbers, `*.bin`. */
const isWeights = (file: string): boolean => file.endsWith('.bin');

/** @param entries the scripts that the page itself loads */
export function closureOf(entries: Iterable<string>, graph: ChunkGraph, shown: Shown): Closure {
  const weights = new Set<string>();
  const others = new Set<string>();

  const walk = (from: Iterable<string>, seen: Set<string>, group: 'page' | 'backend'): Set<string> => {
    const waiting = [...from];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (seen.has(file)) continue;
      if (isWeights(file)) {
        weights.add(file);
        continue;
      }
      if (group === 'page' && isOtherBinary(file)) {
        others.add(file);
        continue;
      }
      seen.add(file);
      const chunk = graph.get(file);
      if (!chunk) continue;
      waiting.push(...chunk.imports, ...chunk.files);
      for (const later of chunk.later) {
        const target = graph.get(later);
        if (target && group === 'page' && isOtherBackend(target)) others.add(later);
        else if (!target || isForPage(target, shown)) waiting.push(later);
      }
    }
    return seen;
  };

  const files = walk(entries, new Set(), 'page');
  const more = walk(others, new Set(files), 'backend');
  return { files, weights, backends: new Set([...more].filter((file) => !files.has(file))) };
}
