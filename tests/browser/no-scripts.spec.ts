/** The article as a reader without JavaScript gets it. */
import { expect, test } from '@playwright/test';
import { articles, demoRoot } from './support.ts';

test.use({ javaScriptEnabled: false });

for (const { path, outline } of articles) {
  test(`without JavaScript, ${path} reads in full`, async ({ page }) => {
    await page.goto(path);

    await test.step('it has every section of the source, under its id', async () => {
      const ids = await page
        .locator('.prose :is(h2, h3)[id]:not(live-demo *)')
        .evaluateAll((headings) => headings.map(({ id }) => id));
      const written = outline.targets.filter(({ kind }) => kind === 'section').map(({ id }) => id);
      expect(ids.filter((id) => id !== 'references')).toEqual(written);
      for (const id of written) await expect(page.locator(`#${id}`)).toBeVisible();
    });

    await test.step('it renders every formula of the source, and leaves no TeX as text', async () => {
      expect(outline.maths.length).toBeGreaterThan(0);
      await expect(page.locator('.prose .katex')).toHaveCount(outline.maths.length);
      await expect(page.locator('.katex-error')).toHaveCount(0);
      // Pictures may show any character, a dollar sign too; TeX they may not.
      const [text, pictures] = await page.locator('main').evaluate((main) => {
        const copy = main.cloneNode(true) as Element;
        const drawn = [...copy.querySelectorAll('svg text')].map((label) => label.textContent);
        for (const element of copy.querySelectorAll('.katex, pre, code, svg')) element.remove();
        return [copy.textContent, drawn.join('\n')];
      });
      expect(text).not.toMatch(/\$|\\[a-z]{2,}/i);
      expect(pictures).not.toMatch(/\\[a-z]{2,}|\$[^\n]*\$/i);
    });

    await test.step('it numbers every labelled equation', async () => {
      for (const { id, number } of outline.targets.filter(({ kind }) => kind === 'equation')) {
        await expect(page.locator(`#${id}`)).toContainText(`(${String(number)})`);
      }
    });

    await test.step('it shows a drawn picture and its text alternative for every demo', async () => {
      for (const { id = '' } of outline.demos) {
        const demo = demoRoot(page, id);
        await expect(demo).toHaveAttribute('data-state', 'still');
        const picture = demo.locator('.demo-picture svg:visible').first();
        const marks = await picture.locator('path, circle, rect, line').count();
        expect(marks, `marks drawn in ${id}`).toBeGreaterThan(5);
        const box = await picture.boundingBox();
        expect((box?.width ?? 0) > 200 && (box?.height ?? 0) > 100, `the size of the picture of ${id}`).toBe(true);
        await expect(picture).toHaveAttribute('aria-label', /\S/);
        const described = await demo.locator('.demo-picture').getAttribute('aria-describedby');
        expect((await page.locator(`#${String(described)}`).textContent())?.length ?? 0).toBeGreaterThan(40);
        await expect(demo.locator('.demo-readouts dd').first()).toBeVisible();
      }
    });

    await test.step('it does not show what needs scripts', async () => {
      for (const part of [
        '.demo-actions',
        '.demo-status',
        '.demo-controls fieldset',
        '.check button',
        '.demo-trouble',
        'theme-switch',
      ]) {
        await expect(page.locator(`${part}:visible`), part).toHaveCount(0);
      }
    });
  });
}
