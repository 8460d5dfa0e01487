/** `node tests/support/host.ts <port>`: serves dist/ (or $DIST) as it is published, behind nginx, or with `astro preview` where there is none. */
import { spawn } from 'node:child_process';
import { dist } from './built-site.ts';
import { findNginx, startNginx } from './nginx.ts';

const port = Number(process.argv[2] ?? 4399);
const nginx = findNginx();
if (nginx) {
  const server = await startNginx(nginx, dist, port);
  console.log(`${server.url} behind nginx`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, server.stop);
  process.exitCode = (await server.ended) ?? 0;
} else {
  console.log('nginx and its Brotli module are not installed: serving without the policies that it would send.');
  const preview = ['preview', '--ignore-lock', '--outDir', dist, '--host', '127.0.0.1', '--port', String(port)];
  const child = spawn('astro', preview, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
}
