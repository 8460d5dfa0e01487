/** Demos on WebAssembly and on plain CPU: the numbers, and what a reader does with them. */
import { expect, test } from 'vitest';
import { articles, demos, type ShownDemo } from '../support/published.ts';
import type { Engine } from './engine.ts';
import { attribute, become, centre, click, compare, focus, goLive, has, text } from './page.ts';

/** What is printed under a demo's controls. */
const readouts = (demo: string): string | undefined =>
  document.querySelector(`${demo} .demo-readouts`)?.textContent.replaceAll(/\s+/g, ' ');
const picture = (demo: string): string | undefined => document.querySelector(`${demo} .demo-picture`)?.innerHTML;
/** Steps that a run has taken. */
const steps = (demo: string): number => document.querySelector<HTMLProgressElement>(`${demo} progress`)?.value ?? -1;
const valueOf = (selector: string): string | undefined => document.querySelector<HTMLInputElement>(selector)?.value;
/** Presses the button of a demo that is called so. */
function pressButton(demo: string, name: string): void {
  const found = [...document.querySelectorAll<HTMLElement>(`${demo} button`)].find((one) =>
    one.textContent.includes(name),
  );
  if (!found) throw new Error(`${demo} has no button ${name}`);
  found.click();
}

/** MathML elements with more or fewer children than they have places: a browser, and who listens to it, can make nothing of them. */
const malformed = (): string[] =>
  Object.entries({ msub: 2, msup: 2, msubsup: 3, munder: 2, mover: 2, munderover: 3, mfrac: 2, mroot: 2 }).flatMap(
    ([name, places]) =>
      [...document.querySelectorAll(name)].filter((one) => one.children.length !== places).map((one) => one.outerHTML),
  );

/** Compares the demos of the open page that have a reference frame, and returns them: what trains or simulates has none for every step. */
async function agree(engine: Engine, shown: readonly ShownDemo[], backend: string): Promise<ShownDemo[]> {
  const compared: ShownDemo[] = [];
  for (const one of shown) {
    await goLive(engine, one.id, backend);
    if ((await engine.run(attribute, `#demo-${one.id}`, 'data-simulated')) !== null) continue;
    expect(await compare(engine, one.id), `${one.id} on ${backend}`).toBeLessThanOrEqual(one.definition.tolerance);
    compared.push(one);
  }
  return compared;
}

export function computingTests(engine: () => Engine): void {
  for (const { slug, path } of articles.filter(({ lang }) => lang === 'en')) {
    const shown = demos.filter((demo) => demo.slug === slug);
    let compared: readonly ShownDemo[] = [];
    test(`the demos of ${path} agree with float64 on WebAssembly`, async () => {
      await engine().open(`${path}?backend=wasm#demo-${shown[0]?.id ?? ''}`);
      expect(await engine().run(malformed)).toEqual([]);
      compared = await agree(engine(), shown, 'wasm');
      expect(compared.length).toBeGreaterThan(0);
    });
    test(`one demo of ${path} agrees with float64 on plain CPU`, async () => {
      const [first] = compared;
      await engine().open(`${path}?backend=cpu#demo-${first?.id ?? ''}`);
      expect(await agree(engine(), first ? [first] : [], 'cpu')).toHaveLength(1);
    });
  }

  const clocks = '#demo-rope-clocks';
  test('a slider moved by a key and by the pointer, and a handle dragged in the picture, change what is drawn', async () => {
    await engine().resize(1280, 844);
    await engine().open('/rope/?backend=wasm#demo-rope-clocks');
    await goLive(engine(), 'rope-clocks', 'wasm');
    const track = `${clocks} [data-param=m] input[type=range]`;
    const changed = async (act: () => Promise<void>): Promise<void> => {
      const before = [await engine().run(picture, clocks), await engine().run(readouts, clocks)];
      await act();
      await expect.poll(() => engine().run(picture, clocks)).not.toBe(before[0]);
      await expect.poll(() => engine().run(readouts, clocks)).not.toBe(before[1]);
    };
    const value = Number(await engine().run(valueOf, track));
    await changed(async () => {
      await engine().run(focus, track);
      await engine().press('ArrowRight');
    });
    expect(Number(await engine().run(valueOf, track))).toBe(value + 1);
    await changed(async () => {
      const { x, y, width } = await centre(engine(), track);
      const end = Math.round(x + 0.4 * width);
      await engine().drag([
        [x, y],
        [x + 10, y],
        [end, y],
      ]);
    });
    await changed(async () => {
      const { x, y } = await centre(engine(), `${clocks} .drag-handle`);
      await engine().drag([
        [x, y],
        [x + 8, y + 8],
        [x + 20, y + 30],
      ]);
    });
  });

  test('the picker moves a demo to another backend, and the choice is kept', async () => {
    await engine().open('/rope/#demo-rope-clocks');
    await become(engine(), 'live', attribute, clocks, 'data-state');
    for (const backend of ['cpu', 'wasm', 'cpu']) {
      await engine().run(click, `${clocks} .demo-status input[value=${backend}]`);
      await become(engine(), backend, attribute, clocks, 'data-backend');
    }
    await engine().open('/zh/rope/#demo-rope-clocks');
    await goLive(engine(), 'rope-clocks', 'cpu');
  });

  const training = '#demo-gau-train';
  test('training plays, pauses, and Reset stands at the loss that it began with', async () => {
    await engine().open('/gau/?backend=wasm#demo-gau-train');
    await goLive(engine(), 'gau-train', 'wasm');
    const before = await engine().run(readouts, training);
    await engine().run(pressButton, training, 'Play');
    await expect.poll(() => engine().run(steps, training), { timeout: 30_000 }).toBeGreaterThan(3);
    await engine().run(pressButton, training, 'Pause');
    await expect.poll(() => engine().run(readouts, training)).not.toBe(before);
    await engine().run(pressButton, training, 'Reset');
    await become(engine(), 0, steps, training);
    await become(engine(), before, readouts, training);
  });

  test('without WebGPU nothing is said, unless it was asked for', async ({ skip }) => {
    await engine().run(() => {
      localStorage.clear();
    });
    await engine().open('/rope/#demo-rope-clocks');
    skip(await engine().run(() => 'gpu' in navigator), 'this browser offers WebGPU');
    await goLive(engine(), 'rope-clocks', 'wasm');
    const notice = `${clocks} .demo-notice`;
    expect(await engine().run((selector) => document.querySelector(selector)?.checkVisibility() ?? false, notice)).toBe(
      false,
    );
    await engine().open('/rope/?backend=webgpu#demo-rope-clocks');
    await become(engine(), 'live', attribute, clocks, 'data-state');
    expect(await engine().run(text, notice)).toMatch(/WebGPU does not run here/);
    expect(await engine().run(has, `${clocks}:is([data-backend=wasm], [data-backend=webgl])`)).toBe(true);
  });
}
