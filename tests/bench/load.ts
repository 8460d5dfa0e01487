/** How many requests a second nginx answers on this machine: an article, as a browser asks for it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findNginx } from '../support/nginx.ts';
import { aptInstall, which } from '../support/which.ts';
import type { BenchOptions } from './arguments.ts';
import type { Report, Row } from './report.ts';
import { rounded } from './report.ts';
import type { Site } from './site.ts';
import { parseWrk, type LoadResult } from './wrk.ts';

const threads = 2;
const connections = 64;

function findWrk(): string | undefined {
  const found = which('wrk');
  if (found !== undefined) return found;
  return aptInstall('wrk') ? which('wrk') : undefined;
}

async function load(wrk: string, url: string, seconds: number): Promise<LoadResult> {
  const args = [`-t${threads}`, `-c${connections}`, `-d${seconds}s`, '--latency', '-H', 'Accept-Encoding: br', url];
  const { stdout } = await promisify(execFile)(wrk, args);
  return parseWrk(stdout);
}

/** Loads the server, and throws when it answers anything but the page. */
export async function measureLoad(report: Report, site: Site, { quick }: BenchOptions): Promise<void> {
  const wrk = findWrk();
  if (wrk === undefined || findNginx() === undefined) {
    console.log(
      '\nLoad: left out. It needs nginx with its Brotli module and wrk (`apt-get install nginx libnginx-mod-http-brotli-static wrk`).',
    );
    return;
  }
  const seconds = quick ? 3 : 10;
  const rows: Row[] = [];
  for (const path of ['/rope/', '/zh/rope/', '/']) {
    const { errors, refused, ...figures } = await load(wrk, site.url + path, seconds);
    rows.push({
      page: path,
      'requests/s': Math.round(figures.requestsPerSecond),
      requests: figures.requests,
      'MB/s': rounded(figures.bytesPerSecond / 1e6),
      'bytes/answer': Math.round(figures.bytesPerSecond / figures.requestsPerSecond),
      'p50 ms': Number(figures.p50.toFixed(2)),
      'p99 ms': Number(figures.p99.toFixed(2)),
      errors,
      'not 2xx': refused,
    });
  }
  report.table(
    'nginx under load',
    `wrk on the same machine, ${threads} threads, ${connections} connections, ${seconds} s a page, Accept-Encoding: br; 2 nginx processes`,
    rows,
  );
  const failed = rows.filter((row) => row['errors'] !== 0 || row['not 2xx'] !== 0);
  if (failed.length > 0) throw new Error(`nginx failed under load: ${JSON.stringify(failed)}`);
}
