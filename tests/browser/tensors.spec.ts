/** What a demo computes, it frees. */
import { expect, test, type Locator } from '@playwright/test';
import type { NumberSpec, ParamSpec } from '../../src/lab/params.ts';
import { demos, openDemo, setSlider, sampleDemos } from './support.ts';

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

const cases = [
  ...demos.map(({ id }) => [id, 'wasm'] as const),
  ...sampleDemos.slice(0, 1).map(({ id }) => [id, 'webgl'] as const),
];
for (const [id, backend] of cases) {
  const changes = changesOf(id);
  test(`${String(changes)} changes of ${id} on ${backend} leave as many tensors as before`, async ({ page }) => {
    const demo = await openDemo(page, id, `backend=${backend}`);
    const sliders = Object.entries(demos.find((shown) => shown.id === id)?.definition.params ?? {}).filter(isNumber);
    expect(sliders.length).toBeGreaterThan(0);
    const [first] = sliders;
    // One change first: constants that a backend keeps are made by then.
    await setSlider(demo, first?.[0] ?? '', first?.[1].max ?? 0);
    await page.waitForTimeout(500);
    const before = await tensorsOf(demo);
    const painted = await moveSliders(demo, sliders, changes);
    await page.waitForTimeout(1000);
    const after = await tensorsOf(demo);
    console.log(
      `${id} on ${backend}: ${String(before)} tensors before, ${String(after)} after ${String(changes)} changes, ${String(painted)} repaints`,
    );
    // Newer parameters replace waiting ones, so that a slow backend paints fewer; but it does compute. (A picture of training shows
    // no step size before the first step: only the sample must repaint.)
    if (sampleDemos.some((sample) => sample.id === id)) expect(painted).toBeGreaterThan(10);
    await expect(demo).toHaveAttribute('data-backend', backend);
    expect(after).toBe(before);
  });
}
