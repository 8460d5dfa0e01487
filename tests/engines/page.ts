/** What a reader does on a page, and what can be seen of it, in any engine. */
import { expect } from 'vitest';
import type { Engine } from './engine.ts';

/** For what takes a moment in a slow engine on a busy machine. */
const patient = { timeout: 30_000, interval: 50 };

/** Waits until a function of the page gives this value. */
export async function become<A extends readonly unknown[], R>(
  engine: Engine,
  value: R,
  look: (...args: A) => R,
  ...args: A
): Promise<void> {
  await expect.poll(() => engine.run(look, ...args), patient).toEqual(value);
}

/** Whether anything on the page fits a selector. */
export const has = (selector: string): boolean => document.querySelector(selector) !== null;
export const attribute = (selector: string, name: string): string | null | undefined =>
  document.querySelector(selector)?.getAttribute(name);
export const text = (selector: string): string | undefined => document.querySelector(selector)?.textContent.trim();
/** Whether the element that has the focus fits a selector. */
export const focused = (selector: string): boolean => document.activeElement?.matches(selector) ?? false;
/** Gives the focus; throws where nothing fits. */
export function focus(selector: string): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`nothing is ${selector}`);
  element.focus();
}
/** Clicks without a pointer; throws where nothing fits. */
export function click(selector: string): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`nothing is ${selector}`);
  element.click();
}

/** Waits until the page's own scripts have run. */
export const ready = (engine: Engine): Promise<void> =>
  become(engine, true, () => customElements.get('theme-switch') !== undefined);

/** Scrolls an element to the middle of the window and returns where its own middle and its size then are. */
export const centre = (engine: Engine, selector: string): Promise<{ x: number; y: number; width: number }> =>
  engine.run((wanted) => {
    const element = [...document.querySelectorAll(wanted)].find((one) => one.checkVisibility());
    if (!element) throw new Error(`nothing that can be seen is ${wanted}`);
    element.scrollIntoView({ behavior: 'instant', block: 'center' });
    // The first line of a link that is broken over two.
    const { x, y, width, height } = element.getClientRects()[0] ?? element.getBoundingClientRect();
    return { x: Math.round(x + width / 2), y: Math.round(y + height / 2), width };
  }, selector);

/** How much of the page does not fit into the window's width, in px. Scroll bars take their part of the window. */
export const overflow = (): number => document.documentElement.scrollWidth - document.documentElement.clientWidth;

/** Scrolls a demo into view and waits until it is live on a backend. */
export async function goLive(engine: Engine, id: string, backend: string): Promise<void> {
  await engine.run(
    (demo) => document.getElementById(demo)?.scrollIntoView({ behavior: 'instant', block: 'center' }),
    `demo-${id}`,
  );
  await become(
    engine,
    ['live', backend],
    (demo) => {
      const { state, backend: on } = document.getElementById(demo)?.dataset ?? {};
      return [state, on];
    },
    `demo-${id}`,
  );
}

/** Presses “Compare with float64” and returns the difference. */
export async function compare(engine: Engine, id: string): Promise<number> {
  const comparison = `#demo-${id} .demo-comparison`;
  await engine.run((buttons) => {
    const found = document.querySelectorAll<HTMLElement>(buttons)[1];
    if (!found) throw new Error(`there are no two ${buttons}`);
    found.click();
  }, `#demo-${id} .demo-status .demo-row .demo-button`);
  await expect
    .poll(() => engine.run(attribute, comparison, 'data-error'), { ...patient, message: `the comparison of ${id}` })
    .toMatch(/\d/);
  return Number(await engine.run(attribute, comparison, 'data-error'));
}
