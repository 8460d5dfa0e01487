/** The built site as it is published: behind nginx with its policies, or as plain files where there is no nginx. */
import { dist, expectSite } from '../support/built-site.ts';
import { freePort } from '../support/free-port.ts';
import { findNginx, startNginx } from '../support/nginx.ts';
import { serveFolder, type Server } from '../support/serve.ts';

export async function startSite(): Promise<Server> {
  expectSite();
  const nginx = findNginx();
  if (nginx !== undefined) {
    const { url, stop } = await startNginx(nginx, dist, await freePort());
    return { url, close: stop };
  }
  console.warn('nginx and its Brotli module are not installed: serving without the policies that it would send.');
  return serveFolder(dist);
}
