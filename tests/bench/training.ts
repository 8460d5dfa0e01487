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
import { sum } from './statistics.ts';
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

/** Milliseconds of launching a step's kernels; undefined where that is more than the step, since most of them are smaller than the one timed. */
function launchesOf({ msPerKernel }: TrainedBackend, { kernels, msPerStep }: TrainedYardstick): number | undefined {
  const launches = kernels * msPerKernel;
  return launches < msPerStep ? launches : undefined;
}

/** Parts of a step, in ms. What is not in them is JavaScript between kernels: calls, the tape of gradients, uploads, waiting. */
function partsOf(figures: TrainedBackend, yardstick: TrainedYardstick): Readonly<Record<string, number>> {
  const { msForming, msByKernel, operations } = yardstick;
  const inKernels = Object.entries(msByKernel);
  const forming = { 'forming batches': msForming };
  // A GPU does not say how long its kernels took: what they take at least is known.
  const launches = launchesOf(figures, yardstick);
  if (inKernels.length === 0)
    return {
      ...forming,
      ...(launches === undefined ? {} : { launches }),
      'matrix products': operations / figures.operationsPerMs,
    };
  const isProduct = ([name]: readonly [string, number]): boolean => name.includes('MatMul');
  const ms = (entries: readonly (readonly [string, number])[]): number => sum(entries.map(([, time]) => time));
  return {
    ...forming,
    'matrix products': ms(inKernels.filter(isProduct)),
    'other kernels': ms(inKernels.filter((entry) => !isProduct(entry))),
  };
}

/** The largest part of a step; the rest of it counts as one. */
export function limitOf(parts: Readonly<Record<string, number>>, whole: number): string {
  const between = Math.max(0, whole - sum(Object.values(parts)));
  const [[name] = ['']] = [...Object.entries(parts), ['between kernels', between] as const].sort(
    ([, a], [, b]) => b - a,
  );
  return name;
}

export function yardstickRow(backend: BackendName, figures: TrainedBackend, yardstick: TrainedYardstick): Row {
  const { name, batch, msPerStep, kernels } = yardstick;
  const parts = partsOf(figures, yardstick);
  const launches = launchesOf(figures, yardstick);
  const cell = (part: string): string => (parts[part] === undefined ? '' : share(parts[part], msPerStep));
  return {
    network: name,
    batch,
    backend,
    'steps/s': rounded(1000 / msPerStep),
    'samples/s': Math.round((1000 * batch) / msPerStep),
    'ms/step': Number(msPerStep.toFixed(2)),
    'kernels/step': kernels,
    launches: launches === undefined ? '' : share(launches, msPerStep),
    'matrix products': cell('matrix products'),
    'other kernels': cell('other kernels'),
    'forming batches': cell('forming batches'),
    'largest part': limitOf(parts, msPerStep),
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
      'one kernel on one number, on WebGL and WebGPU on 1,024, since fewer are left to the CPU, of 300 in a row; one kernel and its result read back; a product of matrices of 512 × 512',
      costs,
    );
    report.table(
      'Training',
      `in a module worker, served by ${host}; Adam, at least ${ms} ms each, figures read every tenth step; shares of a step’s time. Launches: kernels × cost of one on few numbers; empty where that is more than the step, since its kernels are smaller still. Matrix products and other kernels: time inside them, by TensorFlow.js’s profiler; on WebGL and WebGPU, which do not tell, the products’ operations at the rate above. What is missing from 100 % is JavaScript between kernels (calls, the tape of gradients, uploads) and waiting`,
      rows.sort((a, b) => String(a['network']).localeCompare(String(b['network']))),
    );
  } finally {
    stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
