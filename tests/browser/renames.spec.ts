/** Old addresses keep working: renamed ids, moved targets, renamed articles, with scripts and without. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { astro, copyProject, projectRoot, removeCopy } from '../support/copy-project.ts';
import { serveFolder } from '../support/serve.ts';
import type { Server } from '../support/serve.ts';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

let copy = '';
let server: Server | undefined;
const at = (path: string): string => `${server?.url ?? ''}${path}`;

const renames =
  'aliases: { fading: decay, eq-old: eq-relative, demo-clocks: demo-rope-clocks }\nmoved: { lines: "/least-squares/#demo-least-squares" }\nformerly: [rotary]\n';

test.beforeAll(async () => {
  test.setTimeout(300_000);
  copy = copyProject();
  cpSync(join(projectRoot, 'tests/fixtures/new-author'), copy, { recursive: true });
  for (const lang of ['en', 'zh']) {
    const file = join(copy, `content/articles/rope/${lang}.mdx`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('\nprerequisites:', `\n${renames}prerequisites:`));
  }
  const { code, output } = await astro(copy, 'build');
  expect(code, output.slice(-3000)).toBe(0);
  server = await serveFolder(join(copy, 'dist'));
});
test.afterAll(() => {
  server?.close();
  if (copy !== '') removeCopy(copy);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    for (const prefix of ['', '/zh']) {
      test(`an old id lands on what has the new one, ${prefix}/rope/`, async ({ page }) => {
        for (const [old, now] of [
          ['fading', 'decay'],
          ['eq-old', 'eq-relative'],
          ['demo-clocks', 'demo-rope-clocks'],
        ]) {
          await page.goto(at(`${prefix}/rope/#${old ?? ''}`));
          await expect(page.locator(`#${now ?? ''}`)).toBeInViewport();
          await page.goto('about:blank');
        }
      });
    }
  });
}

test('what has moved leads on at once with scripts, and says where to without', async ({ page, browser }) => {
  await page.goto(at('/zh/rope/#lines'));
  await page.waitForURL(at('/zh/least-squares/#demo-least-squares'));
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(at('/rope/#lines'));
  const link = plain.locator('#lines a');
  await expect(link).toBeInViewport();
  await link.click();
  await plain.waitForURL(at('/least-squares/#demo-least-squares'));
  await context.close();
});

test('a renamed article leads on, with the query and the fragment', async ({ page, browser }) => {
  await page.goto(at('/zh/rotary/?rope-clocks.m=60#demo-rope-clocks'));
  await page.waitForURL(at('/zh/rope/?rope-clocks.m=60#demo-rope-clocks'));
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(at('/rotary/'));
  await plain.waitForURL(at('/rope/'));
  await context.close();
  const html = readFileSync(join(copy, 'dist/rotary/index.html'), 'utf8');
  expect(html).toMatch(/<link rel="canonical" href="[^"]+\/rope\/"/);
});

test('the script that leads on is on the pages that need it only', () => {
  const scripts = (page: string): string =>
    [...readFileSync(join(copy, 'dist', page), 'utf8').matchAll(/src="(\/_astro\/[^"]+\.js)"/g)]
      .map(([, src]) => src)
      .join();
  expect(scripts('rope/index.html')).toContain('LeadOn');
  expect(scripts('least-squares/index.html')).not.toContain('LeadOn');
});
