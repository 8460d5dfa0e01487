/** The built site as it is published: behind nginx with its policies, or as plain files where there is no nginx. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { findNginx, startNginx } from '../support/nginx.ts';
import { dist } from '../support/published.ts';
import { serveFolder, type Server } from '../support/serve.ts';

export async function startSite(): Promise<Server> {
  if (!existsSync(join(dist, 'index.html'))) throw new Error(`${dist} has no site: run \`npm run build\` first`);
  const nginx = findNginx();
  if (nginx !== undefined) {
    const { url, stop } = await startNginx(nginx, dist, await freePort());
    return { url, close: stop };
  }
  console.warn('nginx and its Brotli module are not installed: serving without the policies that it would send.');
  return serveFolder(dist);
}
