/**
 * How the worker's bundle is cut into files. WebKit files a worker's first script under a symbol of its own, not under its address:
 * a script that imports something from it makes it run a second time. There would be two servers in one worker, with one
 * TensorFlow.js between them. Left alone, the bundler puts what many chunks share into the entry; so that has a file of its own.
 */
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';

const entry = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** What can be reached from `from`, itself included. */
function closure<T>(from: T, next: (one: T) => readonly T[]): Set<T> {
  const reached = new Set([from]);
  // A set goes on to what is added meanwhile.
  for (const one of reached) for (const other of next(one)) reached.add(other);
  return reached;
}

/** One file, `lab-….js`, for all that the worker's entry is made of but the entry itself; the rest is left to the bundler. */
export function workerChunks(): Rolldown.CodeSplittingOptions {
  let parts: ReadonlySet<string> | undefined;
  return {
    groups: [
      {
        debugName: 'lab',
        name: (id, context) => {
          parts ??= closure(entry, (of) => context.getModuleInfo(of)?.importedIds ?? []);
          return id !== entry && parts.has(id) ? 'lab' : null;
        },
      },
    ],
  };
}

/** A plugin for the worker's bundle: the first script names whatever is loaded with it, so that all of it is fetched side by side. */
export const fetchedTogether = (): Plugin => ({
  name: 'fetched-together',
  renderChunk(code, { isEntry, fileName }, _options, { chunks }) {
    if (!isEntry) return null;
    const needed = closure(fileName, (file) => chunks[file]?.imports ?? []);
    const names = [...needed].slice(1).map((file) => posix.relative(posix.dirname(fileName), file));
    return { code: names.map((name) => `import "./${name}";`).join('') + code, map: null };
  },
});
