/** Every demo on every backend: how soon it is live, how quickly it answers, whether it leaves the main thread free, what it weighs. */
import type { Browser, Page } from '@playwright/test';
import type { BackendName } from '../../src/lab/backends.ts';
import type { BenchOptions } from './arguments.ts';
import { answerTimes, controlKind, dragSlider, play, timeToLive, watchLongest } from './demo-probes.ts';
import { holdDemos, watchPage } from './probes.ts';
import type { Report, Row } from './report.ts';
import { rounded } from './report.ts';
import { articlePages, demosOn, type Site } from './site.ts';
import { largest, median, quantile, sum } from './statistics.ts';
import { reasonOf, sizeOf } from './visit.ts';

interface Extent {
  readonly changes: number;
  /** Milliseconds of dragging and of playing. */
  readonly drag: number;
  readonly play: number;
}
const full: Extent = { changes: 20, drag: 1500, play: 2000 };
const brief: Extent = { changes: 8, drag: 800, play: 1000 };
/** One that is light, one that is heavy, one that trains, one with weights to fetch. */
const sample = ['rope-clocks', 'performer-attention', 'score-matching-draw', 'stable-diffusion-digits'];

interface Fetched {
  readonly name: string;
  readonly bytes: number;
  readonly part: Part;
}
/** What a script of a demo belongs to. */
export type Part = 'own' | 'tensors' | 'binary' | 'model' | 'shared';

/** Text that only TensorFlow.js and its backends have; worker code that calls it has none of them. */
const tensorMarks = /kernelName|numTensors|tfjs-backend|requestAdapter/;

/** Tells by name and text what a file is of. The bundler names a demo's own modules after their files. */
export function partOf(name: string, text: string): Part {
  if (name.endsWith('.wasm')) return 'binary';
  if (name.endsWith('.bin')) return 'model';
  if (tensorMarks.test(text)) return 'tensors';
  return /^(?:View|compute|describe|params)[.-]/.test(name) ? 'own' : 'shared';
}

/** Records what the page fetches from now on, as sent. */
function recordFetches(page: Page): () => Promise<Fetched[]> {
  const pending: Promise<Fetched | undefined>[] = [];
  page.on('requestfinished', (request) => {
    const name = new URL(request.url()).pathname.split('/').at(-1) ?? '';
    if (!/\.(?:js|wasm|bin)$/.test(name)) return;
    const read = async (): Promise<Fetched> => {
      const { body: bytes } = await sizeOf(request);
      const text = name.endsWith('.js') ? ((await (await request.response())?.text()) ?? '') : '';
      return { name, bytes, part: partOf(name, text) };
    };
    pending.push(read().catch(() => undefined));
  });
  return async () => (await Promise.all(pending)).filter((one) => one !== undefined);
}

interface Measured {
  readonly row: Row;
  readonly weights: Readonly<Record<Part, number>>;
}

/** One demo on one backend, with an empty cache; the other demos of its article stay still. */
async function measureDemo(
  browser: Browser,
  url: string,
  id: string,
  backend: BackendName,
  extent: Extent,
): Promise<Measured> {
  // Of what comes through a service worker the browser tells the unpacked size.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchPage);
    await page.addInitScript(holdDemos);
    await page.goto(`${url}?backend=${backend}`, { waitUntil: 'networkidle' });
    const fetches = recordFetches(page);
    const demo = page.locator(`#demo-${id}`);
    const live = await timeToLive(demo);
    const fetched = await fetches();
    const weigh = (part: Part): number => sum(fetched.map((one) => (one.part === part ? one.bytes : 0)));
    const control = await controlKind(demo);
    const times = await answerTimes(demo, extent.changes);
    const longest = await watchLongest(page);
    const dragged = (await dragSlider(page, demo, extent.drag)) ? Math.round(await longest()) : '';
    const longestPlaying = await watchLongest(page);
    const played = (await play(page, demo, extent.play)) ? Math.round(await longestPlaying()) : '';
    const runs = (await demo.getAttribute('data-backend')) ?? '';
    const row = {
      demo: id,
      backend: runs === backend ? backend : `${backend} → ${runs}`,
      'live ms': Math.round(live),
      control,
      // Empty where the control changes nothing in the picture as it stands: how many elements are read, when all have been, say.
      'median ms': times.length > 0 ? rounded(median(times)) : '',
      'p95 ms': times.length > 0 ? rounded(quantile(times, 0.95)) : '',
      'dragging: longest task ms': dragged,
      'playing: longest task ms': played,
      'own code B': weigh('own'),
    };
    const weights = {
      own: weigh('own'),
      shared: weigh('shared'),
      tensors: weigh('tensors'),
      binary: weigh('binary'),
      model: weigh('model'),
    };
    return { row, weights };
  } finally {
    await context.close();
  }
}

/** The worst of a backend's demos, beside the budgets. */
function summary(rows: readonly Row[], backend: BackendName): Row {
  const of = rows.filter((row) => row['backend'] === backend);
  const numbers = (name: string): number[] =>
    of.flatMap((row) => (typeof row[name] === 'number' ? [row[name]] : [])).filter(Number.isFinite);
  return {
    backend,
    demos: of.length,
    'live ms, median': Math.round(median(numbers('live ms'))),
    'answer ms, median of medians': rounded(median(numbers('median ms'))),
    'answer ms, worst p95': rounded(largest(numbers('p95 ms'))),
    'dragging: longest task ms': largest(numbers('dragging: longest task ms')),
    'playing: longest task ms': largest(numbers('playing: longest task ms')),
    'own code B, largest': largest(numbers('own code B')),
  };
}

export async function measureDemos(
  report: Report,
  browser: Browser,
  site: Site,
  { quick, demos, backends }: BenchOptions,
): Promise<void> {
  const extent = quick ? brief : full;
  const wanted = demos.length > 0 ? demos : quick ? sample : undefined;
  const rows: Row[] = [];
  const runtimes = new Map<BackendName, Row>();
  for (const path of articlePages('en')) {
    for (const id of demosOn(path).filter((one) => wanted?.includes(one) ?? true)) {
      for (const backend of backends) {
        try {
          const { row, weights } = await measureDemo(browser, site.url + path, id, backend, extent);
          rows.push(row);
          const { tensors, binary, shared } = weights;
          if (!runtimes.has(backend))
            runtimes.set(backend, {
              backend,
              demo: id,
              'tensor code B': tensors,
              'wasm binary B': binary,
              'runtime, Svelte, D3 and shared parts B': shared,
            });
        } catch (error) {
          rows.push({ demo: id, backend, failed: reasonOf(error) });
        }
      }
    }
  }
  report.table(
    'Demos',
    `1280 × 900, not slowed down, empty cache, no service worker, behind ${site.host}; live: from coming near to the first live frame painted, once; median and p95 of ${extent.changes} changes of the control named, to the painted frame; longest main-thread task (0: none above 50 ms) in ${extent.drag} ms of dragging the first slider and ${extent.play} ms of playing; own code: View, compute, describe, params as sent`,
    rows,
  );
  report.table(
    'Demos by backend',
    'the table above: middle and worst',
    backends.map((backend) => summary(rows, backend)),
  );
  report.table('What the first demo of a page fetches per backend', 'bodies as sent', [...runtimes.values()]);
}
