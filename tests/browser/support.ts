/** What the browser tests share: ways of driving a demo as a reader would. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { langPrefix, type Lang } from '../../src/i18n/lang.ts';
import { isBackendName } from '../../src/lab/backends.ts';
import { coerce, withChange, type AnyValues, type ParamSpec } from '../../src/lab/params.ts';
import { writeState } from '../../src/lab/url-state.ts';
import { seededRandom, type Random } from '../../src/numerics/random.ts';
import { dist } from '../support/built-site.ts';
import { articles, demos, root, type ShownDemo } from '../support/published.ts';

export { articles, demos, dist, root };
export type { ShownDemo } from '../support/published.ts';

/** The four backends, in the order in which tables print them. */
export const backends = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;

/**
 * What is the runtime's, and so the same code for every demo and article, is tried on those of the article that uses all of it.
 * `ALL_DEMOS=1` tries it on every one. What is a demo's own (numbers, tensors, accessibility) is always tried on every one.
 */
const all = process.env['ALL_DEMOS'] === '1';
export const sampleDemos = demos.filter(({ slug }) => all || slug === 'rope');
export const sampleArticles = articles.filter(({ slug }) => all || slug === 'rope');

/** A demo by id, or the reason why there is none. */
export function findDemo(id: string): ShownDemo {
  const found = demos.find((shown) => shown.id === id);
  if (!found) throw new Error(`no article shows a demo “${id}”`);
  return found;
}

const sentences = [
  'the cat sat on the mat',
  '我喜欢你，你喜欢我',
  'a',
  'Ünïcödé wörds — and “quotes”, (brackets) & more',
  'one two one two one two',
];
function randomValue(spec: ParamSpec, random: Random): unknown {
  switch (spec.kind) {
    case 'number':
      return spec.scale === 'log'
        ? Math.round(spec.min * (spec.max / spec.min) ** random())
        : spec.min + random() * (spec.max - spec.min);
    case 'boolean':
      return random() < 0.5;
    case 'choice':
      return Object.keys(spec.options)[Math.floor(random() * Object.keys(spec.options).length)];
    case 'text':
      return sentences[Math.floor(random() * sentences.length)];
    case 'vector':
      return Array.from({ length: spec.length }, () => spec.min + random() * (spec.max - spec.min));
    case 'points':
      return Array.from({ length: 2 * Math.floor((spec.most + 1) * random()) }, () => spec.reach * (2 * random() - 1));
    case 'seed':
      return Math.floor(random() * 1_000_000);
  }
}

/** States of a demo drawn at random from all that its controls can set, the same for the same seed. */
export function randomStates({ definition, initial }: ShownDemo, count: number, seed: number): AnyValues[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const entries = Object.entries(definition.params).map(([name, spec]) => [
      name,
      coerce(spec, randomValue(spec, random)),
    ]);
    return withChange(definition.params, initial('en'), Object.fromEntries(entries) as Record<string, unknown>);
  });
}

/** The query of a demo's state, as a shared link has it. */
export const queryOf = ({ id, definition, initial }: ShownDemo, values: AnyValues, lang: Lang = 'en'): string =>
  writeState(definition.params, id, values, initial(lang));

/** A demo's initial values with what its controls show (see `controlValues`) put in. */
export function withValues({ definition, initial }: ShownDemo, shown: Readonly<Record<string, string>>): AnyValues {
  const entries = Object.entries(shown).map(([name, text]) => {
    const spec = definition.params[name];
    if (spec?.kind !== 'number') return [name, spec?.kind === 'boolean' ? text === 'on' : text];
    const at = Number(text);
    const raw =
      spec.scale === 'log' ? Math.round((spec.min * (spec.max / spec.min) ** at) / spec.step) * spec.step : at;
    return [name, raw];
  });
  return withChange(definition.params, initial('en'), Object.fromEntries(entries) as Record<string, unknown>);
}

/** The demo's element. */
export const demoRoot = (page: Page, id: string): Locator => page.locator(`#demo-${id}`);

/**
 * Waits until every block of an article is laid out: on a phone those below the first screen come later (styles/waiting.css), from the
 * first scrolling on, which this feigns.
 */
export const laidOut = (page: Page): Promise<void> =>
  expect
    .poll(() =>
      page.evaluate(() => {
        dispatchEvent(new Event('scroll'));
        return document.querySelector('.article .prose > *') === null || 'laid' in document.documentElement.dataset;
      }),
    )
    .toBe(true);

/** Scrolls a demo into view and waits until it is live. */
export async function goLive(page: Page, id: string): Promise<Locator> {
  const demo = demoRoot(page, id);
  await demo.evaluate((element) => {
    element.scrollIntoView({ behavior: 'instant', block: 'center' });
  });
  await expect(demo).toHaveAttribute('data-state', 'live', { timeout: 60_000 });
  return demo;
}

/** Opens a demo's article at a state and waits until the demo is live. `query` has no `?`. */
export async function openDemo(page: Page, id: string, query = '', lang: Lang = 'en'): Promise<Locator> {
  const { slug } = findDemo(id);
  await page.goto(`${langPrefix(lang)}/${slug}/${query === '' ? '' : `?${query}`}#demo-${id}`);
  return goLive(page, id);
}

/** What is printed under a demo's controls: label → value. */
export async function readouts(demo: Locator): Promise<Record<string, string>> {
  const pairs = await demo
    .locator('.demo-readouts > div')
    .evaluateAll((rows) =>
      rows.map((row) => [
        row.querySelector('dt')?.textContent.trim() ?? '',
        row.querySelector('dd')?.textContent.trim() ?? '',
      ]),
    );
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** `rope-clocks` computes: moving its slider changes what it prints. */
export async function expectAlive(page: Page, positions: readonly number[] = [17, 120]): Promise<void> {
  const demo = demoRoot(page, 'rope-clocks');
  await expect(demo).toHaveAttribute('data-state', 'live');
  for (const m of positions) {
    await setSlider(demo, 'm', m);
    // The other end stands at 9.
    await expect.poll(async () => Object.values(await readouts(demo))[0]).toBe(String(m - 9));
  }
}

/** What the controls show: parameter → text of the control's value. */
export async function controlValues(demo: Locator): Promise<Record<string, string>> {
  const pairs = await demo.locator('.demo-control').evaluateAll((controls) =>
    controls.map((control) => {
      const field = control.querySelector<HTMLInputElement>('input:checked, input[type=range], textarea, select');
      return [(control as HTMLElement).dataset['param'] ?? '', field?.value ?? ''];
    }),
  );
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** A demo's slider for a parameter. */
export const slider = (demo: Locator, name: string): Locator =>
  demo.locator(`[data-param="${name}"] input[type=range]`);

/** Moves a slider as its input event would. */
export async function setSlider(demo: Locator, name: string, value: number): Promise<void> {
  await slider(demo, name).evaluate((element, to) => {
    const field = element as HTMLInputElement;
    field.value = String(to);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, value);
}

/** Reads a printed number: a real minus sign, powers of ten. */
export function parseFigure(text: string): number {
  const plain = text.replaceAll('−', '-');
  const power = /^(?:(-?[\d.]+)·)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/u.exec(plain);
  if (!power) return Number(plain);
  const exponent = (power[2] ?? '').replaceAll(/./gu, (c) => (c === '⁻' ? '-' : String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))));
  return Number(power[1] ?? 1) * 10 ** Number(exponent);
}

/** Follows a link made on the spot, as one in the text: sets a demo's state without a reload. */
export async function followState(page: Page, id: string, query: string): Promise<void> {
  await page.evaluate(
    ([search, hash]) => {
      const link = document.createElement('a');
      link.href = `${location.pathname}?${search}#${hash}`;
      document.body.append(link);
      link.click();
      link.remove();
    },
    [query, `demo-${id}`] as const,
  );
}

/** Opens or closes the panel behind a demo's status. */
export async function openStatus(demo: Locator, open = true): Promise<Locator> {
  await demo.locator('.demo-status').evaluate((element, wish) => {
    (element as HTMLDetailsElement).open = wish;
  }, open);
  return demo.locator('.demo-status');
}

/** Presses "Compare with float64" and returns the difference and the backend that it was found on. */
export async function compareWithReference(demo: Locator): Promise<{ error: number; backend: string }> {
  const status = await openStatus(demo);
  const comparison = status.locator('.demo-comparison');
  await status.locator('.demo-row .demo-button').nth(1).click();
  await expect(comparison).toHaveAttribute('data-error', /\d/, { timeout: 60_000 });
  const error = Number(await comparison.getAttribute('data-error'));
  const backend = (await demo.getAttribute('data-backend')) ?? '';
  await openStatus(demo, false);
  return { error, backend };
}

/** The backend that a demo runs on now. */
export async function backendOf(demo: Locator): Promise<string> {
  const name = await demo.getAttribute('data-backend');
  expect(isBackendName(name), `data-backend is “${String(name)}”`).toBe(true);
  return name ?? '';
}

/** Collects what a page complains of: exceptions and console errors. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()} (${message.location().url})`);
  });
  return errors;
}

/** Records main-thread tasks of more than 50 ms from now on; call the result for the longest, in ms. */
export async function watchLongTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    (globalThis as unknown as { longTasks: number[] }).longTasks = tasks;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  return () => page.evaluate(() => Math.max(0, ...(globalThis as unknown as { longTasks: number[] }).longTasks));
}

/**
 * Looks for accessibility violations, and for them only: by far the most of axe's time goes into describing what passes, and into a page
 * of its own to put frames of other origins together, of which there are none here.
 */
export const axe = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);

/** Prints rows as a table with aligned columns. */
export function printTable(title: string, rows: readonly (readonly (string | number)[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  const lines = rows.map((row) => row.map((cell, column) => String(cell).padEnd(widths[column] ?? 0)).join('  '));
  console.log(`${title}\n${lines.join('\n')}`);
}

/** A script of the worker that is loaded from the start, by its name without the hash: its file in the build, and its text. */
function workerScript(name: 'worker' | 'lab'): { readonly file: string; readonly text: string } {
  const file = readdirSync(join(dist, '_astro')).find((one) => one.startsWith(`${name}-`) && one.endsWith('.js'));
  if (file === undefined) throw new Error(`the build has no ${name}-….js`);
  return { file, text: readFileSync(join(dist, '_astro', file), 'utf8') };
}

/** A file that the worker imports when it is asked for: the first that its scripts name after something. */
function importedAfter(pattern: string): string {
  const found = new RegExp(`${pattern}([\\w-]+\\.js)`).exec(
    workerScript('worker').text + workerScript('lab').text,
  )?.[1];
  if (found === undefined) throw new Error(`the worker imports nothing after ${pattern}`);
  return found;
}
/** The file that computes a demo. */
export const computeChunk = (id: string): string => importedAfter(`demos/${id}/compute\\.ts"[^"]*?`);
/** The file that makes a backend. */
export const backendChunk = (name: (typeof backends)[number]): string => importedAfter(`\\b${name}:[^,"]*?`);

/** Runs `code` in every worker of the page, before it is asked for anything. */
export async function inWorkers(page: Page, code: string): Promise<void> {
  const { file, text } = workerScript('worker');
  await page.route(`**/_astro/${file}`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `${code};${text}` }),
  );
}

/**
 * Serves other code in place of a demo's `compute.ts`: for simulations and loads that no article has. In the source, `REAL` is the
 * address of the demo's own.
 */
export async function replaceCompute(page: Page, id: string, source: string): Promise<void> {
  const found = computeChunk(id);
  await page.route(`**/_astro/${found}`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: source.replaceAll('REAL', `./${found}?real`) }),
  );
}

/** Something of TensorFlow.js's engine in the worker, as far as the tests need it. */
export interface WorkerScope {
  _tfengine: {
    memory: () => { readonly numTensors: number };
    registry: { webgl?: { gpgpu: { gl: WebGL2RenderingContext } }; webgpu?: { device: { destroy: () => void } } };
  };
}

/** Presses a demo's button by its name. */
export const press = (demo: Locator, name: RegExp): Promise<void> => demo.getByRole('button', { name }).first().click();
/** Steps that a run has taken, by its progress bar. */
export const done = (demo: Locator): Promise<number> =>
  demo.locator('progress').evaluate((bar) => (bar as HTMLProgressElement).value);
