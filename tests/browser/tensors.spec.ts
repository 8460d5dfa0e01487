/** What a demo computes, it frees. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { NumberSpec, ParamSpec } from '../../src/lab/params.ts';
import {
  articles,
  demoRoot,
  demos,
  goLive,
  sampleArticles,
  sampleDemos,
  setSlider,
  type ShownDemo,
} from './support.ts';

// One of the long files: its tests are shared out among the workers.
test.describe.configure({ mode: 'parallel' });

/** Changes of parameters: many on one demo, where the runtime itself is tried, fewer on the others: a demo that leaks does so at each. */
const changesOf = (id: string): number => (id === sampleDemos[0]?.id ? 300 : 60);
const tensorsOf = async (demo: Locator): Promise<number> => Number(await demo.getAttribute('data-tensors'));
const isNumber = (entry: [string, ParamSpec]): entry is [string, NumberSpec] =>
  entry[1].kind === 'number' && !entry[1].hidden;

/** Moves all sliders in turn, `changes` times in all, letting every frame be computed before the next change. */
async function moveSliders(demo: Locator, sliders: readonly [string, NumberSpec][], changes: number): Promise<number> {
  const moves = sliders.map(([name, { min, max, scale }]) => ({
    name,
    from: scale === 'log' ? 0 : min,
    to: scale === 'log' ? 1 : max,
  }));
  return demo.evaluate(
    async (element, { list, total }) => {
      const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 25));
      let painted = 0;
      const observer = new MutationObserver(() => (painted += 1));
      const picture = element.querySelector('.demo-picture');
      if (picture) observer.observe(picture, { subtree: true, attributes: true, characterData: true, childList: true });
      for (let index = 0; index < total; index += 1) {
        const move = list[index % list.length];
        const field = element.querySelector<HTMLInputElement>(`[data-param="${move?.name ?? ''}"] input[type=range]`);
        if (!move || !field) continue;
        // An irrational stride: every slider sees values all over its range.
        field.value = String(move.from + ((index * 0.618034) % 1) * (move.to - move.from));
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await settle();
      }
      observer.disconnect();
      return painted;
    },
    { list: moves, total: changes },
  );
}

/** Changes the parameters of a live demo many times; afterwards it holds as many tensors as before. Returns how many that is. */
async function leavesNothing(page: Page, shown: ShownDemo, backend: string): Promise<number> {
  const { id, definition } = shown;
  const changes = changesOf(id);
  const demo = await goLive(page, id);
  const sliders = Object.entries(definition.params).filter(isNumber);
  const [first] = sliders;
  expect(first, `${id} has a slider`).toBeDefined();
  // One change first: constants that a backend keeps are made by then.
  await setSlider(demo, first?.[0] ?? '', first?.[1].max ?? 0);
  await page.waitForTimeout(500);
  const before = await tensorsOf(demo);
  const painted = await moveSliders(demo, sliders, changes);
  console.log(
    `${id} on ${backend}: ${String(before)} tensors, ${String(painted)} repaints in ${String(changes)} changes`,
  );
  // Newer parameters replace waiting ones, so that a slow backend paints fewer; but it does compute. (A picture of training shows
  // no step size before the first step: only the sample must repaint.)
  if (sampleDemos.some((sample) => sample.id === id)) expect(painted).toBeGreaterThan(10);
  await expect(demo).toHaveAttribute('data-backend', backend);
  await expect.poll(() => tensorsOf(demo), `tensors of ${id}`).toBe(before);
  return before;
}

const cases = [
  ...articles.filter(({ lang }) => lang === 'en').map(({ slug, path }) => ({ slug, path, backend: 'wasm', most: 99 })),
  ...sampleArticles.slice(0, 1).map(({ slug, path }) => ({ slug, path, backend: 'webgl', most: 1 })),
];
for (const { slug, path, backend, most } of cases) {
  const here = demos.filter((shown) => shown.slug === slug).slice(0, most);
  const total = here.reduce((sum, { id }) => sum + changesOf(id), 0);
  test(`${String(total)} changes of ${String(here.length)} demos of ${path} on ${backend} leave as many tensors as before`, async ({
    page,
  }) => {
    await page.goto(`${path}?backend=${backend}`);
    const held = new Map<string, number>();
    for (const shown of here) held.set(shown.id, await leavesNothing(page, shown, backend));
    // Nothing that was on its way has been added meanwhile.
    for (const [id, tensors] of held) expect(await tensorsOf(demoRoot(page, id)), id).toBe(tensors);
  });
}
