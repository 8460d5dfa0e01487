/** How fast the yardstick networks train on each backend, in a module worker, and what limits them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { build } from 'vite';
import type { BackendName } from '../../src/lab/backends.ts';
import { freePort } from '../support/free-port.ts';
import { findNginx, startNginx } from '../support/nginx.ts';
import { serveFolder } from '../support/serve.ts';
import type { BenchOptions } from './arguments.ts';
import type { Report, Row } from './report.ts';
import { rounded } from './report.ts';
import type { TrainedBackend, TrainedYardstick } from './training/measured.ts';

/** Bundles page and worker as the site's own are bundled, into a folder of their own. */
async function bundle(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'bench-training-'));
  await build({
    root: join(import.meta.dirname, 'training'),
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022' },
    worker: { format: 'es' },
  });
  return outDir;
}

interface Served {
  readonly url: string;
  readonly stop: () => void;
  readonly host: string;
}

/** Behind nginx, under the site's own policy, where there is one. */
async function serve(folder: string): Promise<Served> {
  const nginx = findNginx();
  if (nginx === undefined) {
    const { url, close } = await serveFolder(folder);
    return { url, stop: close, host: 'a plain server: nginx is not installed' };
  }
  return { ...(await startNginx(nginx, folder, await freePort())), host: 'nginx, under the site’s security policy' };
}

async function train(browser: Browser, url: string, backend: BackendName, ms: number): Promise<TrainedBackend> {
  const page = await browser.newPage();
  try {
    await page.goto(`${url}/`);
    return await page.evaluate(([name, time]) => window.train(name, time), [backend, ms] as const);
  } finally {
    await page.close();
  }
}

const share = (part: number, whole: number): string => `${String(Math.round((100 * part) / whole))} %`;

/** Which of the parts of a step is the largest; what they leave is the rest: elementwise work, uploads, waiting. */
function limit(parts: Readonly<Record<string, number>>, whole: number): string {
  const [[name, most] = ['', 0]] = Object.entries(parts).sort(([, a], [, b]) => b - a);
  return most > 0.5 * whole
    ? name
    : most > whole - Object.values(parts).reduce((sum, part) => sum + part, 0)
      ? `${name}, in part`
      : 'the rest';
}

export function yardstickRow(backend: BackendName, figures: TrainedBackend, yardstick: TrainedYardstick): Row {
  const { name, batch, msPerStep, msForming, kernels, operations } = yardstick;
  const parts = {
    launches: kernels * figures.msPerKernel,
    arithmetic: operations / figures.operationsPerMs,
    'forming batches': msForming,
  };
  return {
    network: name,
    batch,
    backend,
    'steps/s': rounded(1000 / msPerStep),
    'samples/s': Math.round((1000 * batch) / msPerStep),
    'ms/step': Number(msPerStep.toFixed(2)),
    'kernels/step': kernels,
    launches: share(parts.launches, msPerStep),
    arithmetic: share(parts.arithmetic, msPerStep),
    'forming batches': share(parts['forming batches'], msPerStep),
    'limited by': limit(parts, msPerStep),
  };
}

export async function measureTraining(
  report: Report,
  browser: Browser,
  { quick, backends }: BenchOptions,
): Promise<void> {
  const folder = await bundle();
  const { url, stop, host } = await serve(folder);
  const ms = quick ? 500 : 3000;
  try {
    const rows: Row[] = [];
    const costs: Row[] = [];
    for (const backend of backends) {
      const figures = await train(browser, url, backend, ms);
      if (figures.failed !== undefined) {
        costs.push({ backend, failed: figures.failed });
        continue;
      }
      costs.push({
        backend,
        'µs per kernel': rounded(1000 * figures.msPerKernel),
        'ms per reading': Number(figures.msPerReading.toFixed(2)),
        'Gflop/s': Number((figures.operationsPerMs / 1e6).toFixed(2)),
      });
      rows.push(...figures.yardsticks.map((yardstick) => yardstickRow(backend, figures, yardstick)));
    }
    report.table(
      'What backends cost',
      'one kernel on one number, of 300 in a row; one kernel and its result read back; a product of matrices of 512 × 512',
      costs,
    );
    report.table(
      'Training',
      `in a module worker, served by ${host}; Adam, at least ${ms} ms each, figures read every tenth step; launches: kernels × cost of one; arithmetic: operations of the matrix products at the rate above; both as a share of the step's time (products of small matrices run slower than that rate)`,
      rows.sort((a, b) => String(a['network']).localeCompare(String(b['network']))),
    );
  } finally {
    stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
