/** The built site behind a real nginx, configured by hosting/nginx.conf: what is tested is what is published. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { which } from './which.ts';

const siteConfiguration = fileURLToPath(new URL('../../hosting/nginx.conf', import.meta.url));
const brotliModule = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

/** Path of nginx; undefined where it, or its Brotli module, is not installed. */
export const findNginx = (): string | undefined => (existsSync(brotliModule) ? which('nginx') : undefined);

/** The site's configuration with the two lines that depend on the machine changed. Throws when they are not there. */
function siteFor(dist: string, port: number): string {
  const text = readFileSync(siteConfiguration, 'utf8');
  const changes = [
    [/^ {4}listen 80;$/m, `    listen 127.0.0.1:${String(port)};`],
    [/^ {4}root .*;$/m, `    root ${resolve(dist)};`],
  ] as const;
  return changes.reduce((changed, [line, other]) => {
    if (!line.test(changed)) throw new Error(`hosting/nginx.conf has no line ${String(line)}`);
    return changed.replace(line, other);
  }, text);
}

const main = (folder: string, accessLog: string | undefined): string => `
load_module ${brotliModule};
daemon off;
worker_processes 2;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 512; }
http {
  log_format sent '$status $bytes_sent';
  access_log ${accessLog === undefined ? 'off' : `${accessLog} sent`};
  sendfile on;
  keepalive_timeout 20s;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  include ${folder}/site.conf;
}
`;

/**
 * Serves a folder until `stop` is called. Resolves when the first answer has come. `accessLog` names a file for a line per answer: its
 * status, and the bytes that were sent, with the head.
 */
export async function startNginx(
  nginx: string,
  dist: string,
  port: number,
  accessLog?: string,
): Promise<{ readonly url: string; readonly stop: () => void; readonly ended: Promise<number | null> }> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'site.conf'), siteFor(dist, port));
  writeFileSync(join(folder, 'nginx.conf'), (process.getuid?.() === 0 ? 'user root;' : '') + main(folder, accessLog));
  const child = spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((done) => {
    child.on('exit', (code) => {
      rmSync(folder, { recursive: true, force: true });
      done(code);
    });
  });
  const url = `http://127.0.0.1:${String(port)}`;
  const stop = (): void => void child.kill('SIGTERM');
  const answers = async (): Promise<boolean> => (await fetch(url).catch(() => undefined)) !== undefined;
  for (let tries = 0; tries < 100; tries++) {
    if (await answers()) return { url, stop, ended };
    if (child.exitCode !== null) break;
    await new Promise((later) => setTimeout(later, 50));
  }
  stop();
  throw new Error('nginx did not start');
}
