/** Where the built site is. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Its folder: $DIST, or `dist/`. */
export const dist = resolve(process.env['DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url)));

/** Throws, saying what to do, where nothing has been built. */
export function expectSite(): void {
  if (!existsSync(join(dist, 'index.html'))) throw new Error(`${dist} has no site: run \`npm run build\` first`);
}
