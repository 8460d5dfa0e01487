/** Training that is interrupted: by a worker or a device that goes, by a clock that jumps, by a tab that is hidden; and by other training. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  demoRoot,
  dist,
  done,
  findDemo,
  goLive,
  inWorkers,
  openDemo,
  press,
  readouts,
  replaceCompute,
  setSlider,
  slider,
  watchErrors,
  watchLongTasks,
  type WorkerScope,
} from './support.ts';

const id = 'flash-attention-tiles';
const seeded = 'gau-train';

/** Steps that keep a tensor on the device, add to it and read it back, as training does. */
const steps = `
    let weight = tf.zeros([8, 8]);
    try {
      while (!signal.aborted) {
        const next = tf.tidy(() => tf.add(weight, tf.ones([8, 8])));
        weight.dispose();
        weight = next;
        const [done] = await weight.data();
        yield frame(done);
      }
    } finally {
      weight.dispose();
    }`;
/** In the demo's place: nothing but them. */
const training = `
  import { reference } from 'REAL';
  export * from 'REAL';
  export const skipFrames = true;
  export async function* simulate(params, tf, signal) {
    const first = reference(params);
    const frame = (done) => ({ ...first, done, moved: params.n * 1e6 + done, progress: { done, total: 1e6 } });
    yield frame(0);
    ${steps}
  }`;

const goesOn = async (demo: Locator): Promise<void> => {
  const before = await done(demo);
  await expect.poll(() => done(demo)).toBeGreaterThan(before);
};

/** Opens the training and lets it take some steps. */
async function openTraining(page: Page): Promise<Locator> {
  await replaceCompute(page, id, training);
  const demo = await openDemo(page, id, 'backend=wasm');
  await expect(demo).toHaveAttribute('data-backend', 'wasm');
  await press(demo, /Play/);
  await expect.poll(() => done(demo)).toBeGreaterThan(3);
  return demo;
}

/**
 * In the place of real training: begins with its initial weights and its first frame, and notes both, the weights by their digest. The
 * steps are those above, which software GPUs take in no time.
 */
const noting = `
  import * as real from 'REAL';
  export * from 'REAL';
  const digest = async (weights) => {
    const bytes = Object.values(weights).map(({ values }) => new Uint8Array(Float32Array.from(values).buffer));
    return new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(bytes).arrayBuffer())).join();
  };
  export async function* simulate(params, tf, signal, offer) {
    let read;
    const frames = real.simulate(params, tf, signal, { weights: (how) => offer.weights((read = how)) });
    const { value: first } = await frames.next();
    (self.begun ??= []).push({ backend: tf.getBackend(), params, weights: await digest(await read()) });
    const frame = (done) => ({ ...first, progress: { done, total: 1e6 } });
    yield frame(0);
    try {
      ${steps}
    } finally {
      await frames.return();
    }
  }`;
interface Begun {
  readonly backend: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly weights: string;
}
/** What the runs in the page's worker began with. */
const begunIn = async (page: Page): Promise<Begun[]> =>
  (await page.workers()[0]?.evaluate(() => (self as unknown as { begun?: Begun[] }).begun)) ?? [];

/** Opens real training, with a seed and a setting of the reader's own, and lets it go until something has been learned. */
async function openSeeded(
  page: Page,
  backend: string,
): Promise<{ demo: Locator; first: Begun; shown: () => Promise<string[]> }> {
  await replaceCompute(page, seeded, noting);
  const demo = await openDemo(page, seeded, `backend=${backend}`);
  await expect(demo).toHaveAttribute('data-backend', backend);
  const given = (await begunIn(page)).at(-1)?.params['seed'];
  await setSlider(demo, 'steps', Number(await slider(demo, 'steps').getAttribute('min')));
  await press(demo, /New seed/);
  await expect.poll(async () => (await begunIn(page)).at(-1)?.params['seed']).not.toBe(given);
  const first = (await begunIn(page)).at(-1);
  if (!first) throw new Error('no run was begun');
  const shown = async (): Promise<string[]> => [
    await slider(demo, 'steps').inputValue(),
    (await demo.locator('.demo-seed').textContent()) ?? '',
  ];
  expect((await shown())[1]).toContain(String(first.params['seed']));
  await press(demo, /Play/);
  await expect.poll(() => done(demo)).toBeGreaterThan(0);
  return { demo, first, shown };
}

test('a worker killed in mid-training: told, and the run stands at its first frame, with its settings, seed and initial weights', async ({
  page,
}) => {
  // Notes what is asked of a worker, in which order.
  await inWorkers(page, `addEventListener('message', ({ data }) => (self.asked ??= []).push(data?.path?.[0]))`);
  const { demo, first, shown } = await openSeeded(page, 'wasm');
  const before = await shown();
  await page.workers()[0]?.evaluate(() => {
    self.close();
  });
  await expect(demo.locator('.demo-notice')).toContainText('worker stopped');
  await expect(demo).not.toHaveAttribute('data-backend', 'wasm');
  await expect.poll(() => done(demo)).toBe(0);
  await expect(demo).toHaveAttribute('data-state', 'live');
  expect(await shown()).toEqual(before);
  const runs = await begunIn(page);
  expect(runs.map(({ params, weights }) => ({ params, weights }))).toEqual([
    { params: first.params, weights: first.weights },
  ]);
  // It stands: the new worker was asked for this run, and for no step of the one that died.
  const asked = (await page.workers()[0]?.evaluate(() => (self as unknown as { asked: string[] }).asked)) ?? [];
  expect(asked.filter((name) => ['begin', 'next'].includes(name))).toEqual(['begin']);
  await press(demo, /Play/);
  await expect.poll(() => done(demo)).toBeGreaterThan(0);
});

for (const backend of ['webgl', 'webgpu'] as const) {
  test(`${backend} lost in mid-training: told, and the run begins again elsewhere and plays on, with its settings, seed and initial weights`, async ({
    page,
  }) => {
    const { demo, first, shown } = await openSeeded(page, backend);
    const before = await shown();
    await page.workers()[0]?.evaluate((name) => {
      const { registry } = (self as unknown as WorkerScope)._tfengine;
      if (name === 'webgpu') registry.webgpu?.device.destroy();
      else registry.webgl?.gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext();
    }, backend);
    await expect(demo.locator('.demo-notice')).toContainText(backend === 'webgl' ? 'WebGL' : 'WebGPU');
    await expect(demo).toHaveAttribute('data-backend', 'wasm');
    // Nobody pressed Pause, and nobody has to press Play.
    await expect(demo.getByRole('button', { name: /Pause/ })).toBeVisible();
    await goesOn(demo);
    await expect(demo).toHaveAttribute('data-state', 'live');
    expect(await shown()).toEqual(before);
    const again = (await begunIn(page)).filter((run) => run.backend === 'wasm');
    expect(again.length).toBeGreaterThan(0);
    for (const { params, weights } of again)
      expect({ params, weights }).toEqual({ params: first.params, weights: first.weights });
  });
}

/** The training, whose worker's clocks are set in the middle of a step: an hour on, back, back, on. */
const clockwork = `
  const [ticks, days] = [performance.now.bind(performance), Date.now.bind(Date)];
  let hours = 0;
  performance.now = () => ticks() + hours * 3_600_000;
  Date.now = () => days() + hours * 3_600_000;
  const jumps = new Map([[5, 1], [10, 0], [15, -1], [20, 0]]);
  const jump = (done) => { hours = jumps.get(done) ?? hours; };
  ${training.replace('yield frame(done)', 'jump(done); yield frame(done)')}`;

test('clocks that jump an hour back and forth do not stop what plays, and no odd time is shown', async ({ page }) => {
  await replaceCompute(page, id, clockwork);
  const demo = await openDemo(page, id, 'backend=wasm');
  // All that the card says from now on, at any moment, its open panel of backends too.
  await demo.evaluate((card) => {
    const said = new Set<string>();
    Object.assign(globalThis, { said });
    card.querySelector('details')?.setAttribute('open', '');
    const note = (): void => void said.add((card as HTMLElement).innerText);
    new MutationObserver(note).observe(card, { subtree: true, childList: true, characterData: true });
  });
  await press(demo, /Play/);
  for (const hours of [1, -1, -1, 1]) {
    await page.evaluate((by) => {
      const [ticks, days] = [performance.now.bind(performance), Date.now.bind(Date)];
      performance.now = () => ticks() + by * 3_600_000;
      Date.now = () => days() + by * 3_600_000;
    }, hours);
    await goesOn(demo);
  }
  await expect.poll(() => done(demo)).toBeGreaterThan(25);
  await press(demo, /Pause/);
  const said = await page.evaluate(() => [...(globalThis as unknown as { said: Set<string> }).said]);
  const times = said.flatMap((text) => Array.from(text.matchAll(/(\S+) ms/g), ([, ms = '']) => ms));
  expect(times.length).toBeGreaterThan(5);
  for (const ms of times) expect(ms).toMatch(/^\d{1,4}(\.\d)?$/);
  for (const text of said) expect(text).not.toMatch(/NaN|Infinity|undefined/);
  await press(demo, /Reset/);
  await expect.poll(() => done(demo)).toBe(0);
});

test('a hidden tab pauses what plays, and it goes on when the tab is seen again', async ({ page }) => {
  const demo = await openTraining(page);
  const show = (state: 'visible' | 'hidden') =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => now === 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await show('hidden');
  // What was on its way arrives.
  await page.waitForTimeout(300);
  const at = await done(demo);
  await page.waitForTimeout(500);
  expect(await done(demo)).toBe(at);
  await show('visible');
  await expect.poll(() => done(demo)).toBeGreaterThan(at);
});

/** Three that train and one that answers at once; no article has as many. */
const trained = ['score-matching-modes', 'score-matching-draw', seeded] as const;
const still = 'score-matching-step';

/** The figure of a demo, as the build wrote it into its article. */
function figureOf(demo: string): string {
  const html = readFileSync(join(dist, findDemo(demo).slug, 'index.html'), 'utf8');
  const at = html.indexOf(`id="demo-${demo}"`);
  return html.slice(html.lastIndexOf('<figure', at), html.indexOf('</figure>', at) + '</figure>'.length);
}

/** Opens an article whose text is these demos and nothing else, in a window that shows all of them. */
async function openTogether(page: Page, ids: readonly string[]): Promise<void> {
  const path = `/${findDemo(still).slug}/`;
  await page.route(
    ({ pathname }) => pathname === path,
    async (route) => {
      const response = await route.fetch();
      const figures = ids.map(figureOf).join('');
      // Its scripts stand among its text.
      const body = (await response.text()).replace(
        /(<article[^>]*>)(.*)(<\/article>)/s,
        (_, open: string, text: string, close: string) =>
          [open, figures, ...(text.match(/<script[^>]*><\/script>/g) ?? []), close].join(''),
      );
      await route.fulfill({ response, body });
    },
  );
  await page.setViewportSize({ width: 1280, height: 4000 });
  await page.goto(`${path}?backend=wasm`);
  for (const one of ids) await goLive(page, one);
}
const tensorsIn = async (page: Page): Promise<number> =>
  (await page.workers()[0]?.evaluate(() => (self as unknown as WorkerScope)._tfengine.memory().numTensors)) ?? NaN;

test('three demos of one page train at once: all go on, the page answers, each pauses, and Reset frees what they held', async ({
  page,
}) => {
  const errors = watchErrors(page);
  await openTogether(page, [...trained, still]);
  const demos = trained.map((one) => demoRoot(page, one));
  const counts = (): Promise<number[]> => Promise.all(demos.map(done));
  const before = await tensorsIn(page);
  const longest = await watchLongTasks(page);
  for (const demo of demos) await press(demo, /Play/);
  // Within one and the same span each of them takes steps; twice more, for fairness is no matter of the start.
  for (let spans = 0; spans < 3; spans += 1) {
    const from = await counts();
    await expect.poll(async () => (await counts()).every((count, i) => count > (from[i] ?? 0))).toBe(true);
    for (const demo of demos) await expect(demo.getByRole('button', { name: /Pause/ })).toBeVisible();
    console.log(`steps of ${trained.join(', ')}: ${from.join(', ')} → ${(await counts()).join(', ')}`);
  }
  expect(page.workers()).toHaveLength(1);
  expect(await tensorsIn(page)).toBeGreaterThan(0);
  // Meanwhile the page is the reader's: another demo answers, and so does the page itself.
  const answering = demoRoot(page, still);
  for (const [epsilon, limit] of [
    [2, '2.000'],
    [1, '1.333'],
  ] as const) {
    await setSlider(answering, 'epsilon', epsilon);
    await expect.poll(async () => Object.values(await readouts(answering)).at(-1)).toBe(limit);
  }
  await page.locator('theme-switch button').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  console.log(`longest task of the page meanwhile: ${(await longest()).toFixed(0)} ms`);
  // Paused one by one: it stands while the others go on.
  for (const [index, demo] of demos.entries()) {
    await press(demo, /Pause/);
    await expect(demo.getByRole('button', { name: /Play/ })).toBeVisible();
    const others = demos.slice(index + 1);
    // One step may have been on its way: it has had its turn when the others have had two.
    for (const other of [...others, ...others]) await goesOn(other);
    const at = await done(demo);
    for (const other of others) await goesOn(other);
    expect(await done(demo)).toBe(at);
  }
  for (const demo of demos) {
    await press(demo, /Reset/);
    await expect.poll(() => done(demo)).toBe(0);
  }
  await expect.poll(() => tensorsIn(page)).toBe(before);
  expect(errors).toEqual([]);
});
