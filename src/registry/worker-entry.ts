/**
 * Keeps the first script of the worker free of everything but imports. WebKit files a worker's first script under a symbol of its
 * own, not under its address: a script that imports something from it makes it run a second time. There would be two servers in
 * one worker, with one TensorFlow.js between them. Bundlers do let chunks import from an entry.
 */
import { posix } from 'node:path';
import type { Plugin } from 'vite';

/** A plugin for the worker's bundle. */
export const bareEntry = (): Plugin => ({
  name: 'bare-worker-entry',
  options: (options) => ({ ...options, preserveEntrySignatures: 'strict' }),
  // The entry is now one import of what it was. It names what that needs in turn, so that all is fetched side by side.
  renderChunk(_code, { isEntry, fileName, imports }, _options, { chunks }) {
    if (!isEntry) return null;
    const needed = new Set(imports);
    for (const file of needed) for (const other of chunks[file]?.imports ?? []) needed.add(other);
    const code = Array.from(needed, (file) => `import "./${posix.relative(posix.dirname(fileName), file)}";`).join('');
    return { code, map: null };
  },
});
