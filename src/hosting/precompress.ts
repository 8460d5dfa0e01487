/**
 * Brotli and gzip copies beside every file that shrinks, made once per build, so that a host need not compress per request. They are
 * made in a thread of their own: every buffer that is compressed moves the collection of garbage nearer, and by the end of a build
 * each collection walks through all that the build holds, which grows with the number of articles. The thread holds next to nothing.
 */
import type { AstroIntegration } from 'astro';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Compresses all that compresses under a folder; resolves with how many files did. */
function compressInThread(folder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./precompress-thread.ts', import.meta.url), { workerData: folder });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the thread that compresses ended with code ${String(code)}`)));
  });
}

/** The step after a build. It comes last: what other steps write is compressed too. */
export function precompress(): AstroIntegration {
  return {
    name: 'precompress',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        logger.info(`${String(await compressInThread(fileURLToPath(dir)))} files compressed`);
      },
    },
  };
}
