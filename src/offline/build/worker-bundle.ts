/** The service worker as one file, with the names and digests of what it keeps from the start written in by workbox-build. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { injectManifest } from 'workbox-build';

const entry = fileURLToPath(new URL('../worker/main.ts', import.meta.url));

/** A classic script: service workers that are modules are younger than other things that the site needs. */
async function bundle(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'warn',
    // Workbox's messages for developers are left out.
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  });
  const [first] = [output].flat();
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('the service worker was not bundled');
  return chunk.code;
}

/** @param files of the build that the worker keeps from the start; @returns bytes that those take */
export async function writeWorker(dist: string, files: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'service-worker-'));
  try {
    const source = join(folder, 'sw.js');
    writeFileSync(source, await bundle());
    const { size, warnings, count } = await injectManifest({
      swSrc: source,
      swDest: join(dist, 'sw.js'),
      globDirectory: dist,
      globPatterns: [...files],
      dontCacheBustURLsMatching: /^_astro\//,
    });
    if (warnings.length > 0 || count !== files.length)
      throw new Error(
        `${String(count)} of ${String(files.length)} files for the worker were found. ${warnings.join(' ')}`,
      );
    return size;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
