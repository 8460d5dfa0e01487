/** Driving and timing a live demo from inside its page. */
import type { Locator, Page } from '@playwright/test';

/** Milliseconds from a demo coming near to its first live frame being painted. Rejects after a minute, or when the demo fails. */
export const timeToLive = (demo: Locator): Promise<number> =>
  demo.evaluate(async (element) => {
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const started = performance.now();
    return new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('not live within a minute')), 60_000);
      const observer = new MutationObserver(() => {
        const state = element.getAttribute('data-state');
        if (state === 'failed') reject(new Error('the demo failed'));
        if (state !== 'live') return;
        observer.disconnect();
        clearTimeout(timer);
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
      });
      observer.observe(element, { attributes: true });
      window.benchRelease(element.id);
    });
  });

export type ControlKind = 'slider' | 'choice' | 'text' | 'none';

/** The control that is moved: the first slider that is to be had, else a choice, else the text. */
export const controlKind = (demo: Locator): Promise<ControlKind> =>
  demo.evaluate((element) => {
    const has = (selector: string): boolean => element.querySelector(`.demo-controls ${selector}`) !== null;
    return has('input[type=range]') ? 'slider' : has('input, select') ? 'choice' : has('textarea') ? 'text' : 'none';
  });

/**
 * Milliseconds from each of `count` changes of the control to the frame that shows it being painted. A change that changes nothing in
 * the picture (a value that rounds to the same frame) is left out.
 */
export const answerTimes = (demo: Locator, count: number): Promise<number[]> =>
  demo.evaluate(async (element, total) => {
    const controls = element.querySelector('.demo-controls');
    const picture = element.querySelector('.demo-picture');
    const slider = controls?.querySelector<HTMLInputElement>('input[type=range]');
    const radios = [...(controls?.querySelectorAll<HTMLInputElement>('input[type=radio], input[type=checkbox]') ?? [])];
    const select = controls?.querySelector('select');
    const text = controls?.querySelector('textarea');
    if (!picture) return [];
    const change = (index: number): void => {
      if (slider) {
        const [low, high] = [Number(slider.min), Number(slider.max)];
        slider.value = String(low + (((index + 1) * 0.618034) % 1) * (high - low));
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      } else if (radios.length > 0) radios[index % radios.length]?.click();
      else if (select) {
        select.selectedIndex = index % select.options.length;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      } else if (text) {
        text.value = `${text.value.slice(0, 12)} ${String(index)}`;
        text.dispatchEvent(new Event('input', { bubbles: true }));
      }
    };
    /** Resolves with the time at which the picture had changed and was painted; undefined when it does not change. */
    const drawn = (): Promise<number | undefined> =>
      new Promise((resolve) => {
        const patience = setTimeout(() => {
          observer.disconnect();
          resolve(undefined);
        }, 3000);
        const observer = new MutationObserver(() => {
          observer.disconnect();
          clearTimeout(patience);
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        });
        observer.observe(picture, { subtree: true, childList: true, attributes: true, characterData: true });
      });
    const times: number[] = [];
    let idle = 0;
    for (let index = 0; index < total && idle < 3; index++) {
      const painted = drawn();
      const started = performance.now();
      change(index);
      const ended = await painted;
      if (ended === undefined) idle += 1;
      else times.push(ended - started);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    return times;
  }, count);

/** Forgets the long tasks so far; call the result for the longest since, in ms (0: none above 50). */
export async function watchLongest(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    window.benchSeen.longTasks = [];
  });
  return () => page.evaluate(() => Math.max(0, ...window.benchSeen.longTasks.map(([, duration]) => duration)));
}

/** Drags the first slider back and forth with the real mouse; false when there is none. */
export async function dragSlider(page: Page, demo: Locator, ms: number): Promise<boolean> {
  const slider = demo.locator('.demo-controls input[type=range]').first();
  if ((await slider.count()) === 0) return false;
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) return false;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 10, y);
  await page.mouse.down();
  for (const started = Date.now(); Date.now() - started < ms;) {
    await page.mouse.move(box.x + box.width * (0.5 + 0.45 * Math.sin((Date.now() - started) / 200)), y);
    await page.waitForTimeout(8);
  }
  await page.mouse.up();
  return true;
}

/** Plays a simulation for a while; false when the demo is none. Presses Play whatever it is called: it is the first action. */
export async function play(page: Page, demo: Locator, ms: number): Promise<boolean> {
  if ((await demo.getAttribute('data-simulated')) === null) return false;
  await demo.locator('.demo-actions button').first().click();
  await page.waitForTimeout(ms);
  await demo.locator('.demo-actions button').first().click();
  return true;
}
