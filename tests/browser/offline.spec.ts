/** Reading without a network: what is kept, that versions never mix, and that all of it can be undone. */
import { basename } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { digestOf } from '../../src/offline/build/digest.ts';
import { listElement, listFolder, splitPage, writePageFiles } from '../../src/offline/page-files.ts';
import type { ChangingHost } from '../support/changing-host.ts';
import { filesOf, keptFiles, keptList, listOf, previewsOf, read, smallestSeries, test } from './offline-support.ts';
import { articles, demoRoot, goLive, readouts, setSlider, slider } from './support.ts';

const previewTitle = (page: Page, address: string): Promise<string> =>
  page.evaluate(async (url) => ((await (await fetch(url)).json()) as { title: string }).title, address);

/** The demo computes, on a backend that needs no network. */
async function expectComputing(page: Page, id: string): Promise<void> {
  const demo = await goLive(page, id);
  const range = demo.locator('input[type=range]').first();
  const before = JSON.stringify(await readouts(demo));
  const name = await range.evaluate((input) => input.closest<HTMLElement>('[data-param]')?.dataset['param'] ?? '');
  const [low, high] = [Number(await range.getAttribute('min')), Number(await range.getAttribute('max'))];
  const now = Number(await slider(demo, name).inputValue());
  await setSlider(demo, name, now > (low + high) / 2 ? low : high);
  await expect.poll(async () => JSON.stringify(await readouts(demo)), { timeout: 30_000 }).not.toBe(before);
}

test('a page that was read opens without a network, with fonts, previews and demos; another one says so', async ({
  page,
  host,
}) => {
  await read(page, host, '/rope/');
  host.down = true;
  await page.getByRole('button', { name: /Theme/ }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await page.reload();
  await expect(page.locator('h1')).toHaveText('RoPE: rotary position embedding');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect
    .poll(() => page.evaluate(() => [...document.fonts].filter((face) => face.status === 'loaded').length))
    .toBeGreaterThan(2);
  // Once the page has told the service worker which version it is.
  for (const preview of previewsOf(host, '/rope/').slice(0, 3)) {
    await expect.poll(() => previewTitle(page, preview).catch(() => '')).not.toBe('');
  }
  await expectComputing(page, 'rope-clocks');
  expect(await demoRoot(page, 'rope-clocks').getAttribute('data-backend')).toMatch(/^(?:wasm|cpu)$/);
  await page.locator('equation-check button').first().click();
  await expect(page.locator('equation-check').first()).toHaveAttribute('data-result', 'holds');
  // A demo's state in the address is the same page.
  await page.goto(`${host.url}/rope/?rope-clocks.m=142#demo-rope-clocks`);
  await goLive(page, 'rope-clocks');

  await page.goto(`${host.url}/zh/performer/`);
  await expect(page.locator('h1')).toHaveText('这一页没有保存在本机', { useInnerText: true });
  await expect(page.locator('div.only-instead')).toContainText('not kept in this browser');
  await page.goto(`${host.url}/performer/`);
  await expect(page.locator('h1')).toHaveText('This page is not kept here', { useInnerText: true });
  await page.locator('.kept-pages').getByRole('link', { name: 'RoPE: rotary position embedding' }).click();
  await expect(page).toHaveURL(`${host.url}/rope/`);
});

test('a host that answers with an error, or not at all, is as good as none', async ({ page, host }) => {
  await read(page, host, '/about/');
  host.broken = true;
  await page.goto(`${host.url}/about/`);
  await expect(page.locator('h1')).toHaveText('About');
});

test('a series is saved with its demos, also those never opened, and removed again', async ({ page, host }) => {
  const series = smallestSeries(host);
  await page.goto(host.url + series.page);
  const offer = page.locator('save-series');
  await expect(offer.getByRole('status')).toContainText(`${Math.ceil(series.bytes / 1000).toLocaleString('en')} kB`);
  await offer.getByRole('button', { name: 'Save for offline reading' }).click();
  await expect(offer).toHaveAttribute('data-state', 'saved', { timeout: 60_000 });
  const stored = await keptFiles(page);
  for (const { page: path } of series.pages)
    for (const { url } of [...filesOf(host, path).files, ...filesOf(host, path).weights]) expect(stored).toContain(url);

  host.down = true;
  const article = series.pages.at(-1)?.page ?? '';
  await page.goto(host.url + article);
  const demo = articles.find(({ path }) => path === article)?.outline.demos[0]?.id ?? '';
  await goLive(page, demo);
  await page.goto(host.url + series.page);
  await expect(offer).toHaveAttribute('data-state', 'saved');
  await offer.getByRole('button', { name: 'Remove' }).click();
  await expect(offer).toHaveAttribute('data-state', 'none');
  await page.goto(host.url + article);
  await expect(page.locator('h1')).toHaveText('This page is not kept here', { useInnerText: true });
});

test('a connection that breaks and storage that is full are said, nothing half-kept is claimed, and it can go on', async ({
  page,
  host,
}) => {
  const series = smallestSeries(host);
  await page.goto(host.url + series.page);
  const offer = page.locator('save-series');
  const cdp = await page.context().newCDPSession(page);
  await expect(offer).toHaveAttribute('data-state', 'none');
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: host.url, quotaSize: 600_000 });
  await offer.getByRole('button', { name: 'Save for offline reading' }).click();
  await expect(offer).toHaveAttribute('data-state', 'failed', { timeout: 60_000 });
  await expect(offer.getByRole('status')).toContainText('no room');
  for (const one of series.pages) expect(await keptList(page, one.page)).toBeUndefined();
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: host.url });

  host.down = true;
  await offer.getByRole('button', { name: 'Try again' }).click();
  await expect(offer.getByRole('status')).toContainText('connection broke');
  host.down = false;
  await offer.getByRole('button', { name: 'Try again' }).click();
  await expect(offer).toHaveAttribute('data-state', 'saved', { timeout: 60_000 });
});

/** The same site one version later: another script on every page, another chunk that it loads, another preview; the old ones are gone. */
function nextVersion(host: ChangingHost, path: string): Map<string, string | undefined> {
  const { rest } = splitPage(host.text(path));
  const list = filesOf(host, path);
  const base = list.files.find(({ url }) => /\/Base\.astro[^/]*\.js$/.test(url))?.url ?? '';
  const search = list.files.find(({ url }) => /\/search\.[\w-]+\.js$/.test(url))?.url ?? '';
  const pack = list.previews ?? '';
  const renamed = new Map([base, search, pack].map((url) => [url, url.replace(/\.[\w-]+(\.\w+)$/, '.Version2$1')]));
  const rename = (text: string): string =>
    [...renamed].reduce((all, [from, to]) => all.replaceAll(basename(from), basename(to)), text);
  const changed = new Map<string, string | undefined>([...renamed.keys()].map((url) => [url, undefined]));
  changed.set(renamed.get(base) ?? '', `${rename(host.text(base))};document.documentElement.dataset.version='2';`);
  changed.set(renamed.get(search) ?? '', host.text(search));
  const previews = Object.keys(JSON.parse(host.text(pack)) as object);
  const second = { title: 'second', html: '<p>second version</p>' };
  changed.set(renamed.get(pack) ?? '', JSON.stringify(Object.fromEntries(previews.map((one) => [one, second]))));
  for (const one of previews) changed.set(one, JSON.stringify(second));
  const html = rename(rest);
  const files = list.files.map((entry) => {
    const url = renamed.get(entry.url) ?? entry.url;
    const content = changed.get(url);
    return content === undefined ? entry : { url, bytes: content.length, digest: digestOf(content) };
  });
  const written = writePageFiles({
    ...list,
    html: { bytes: Buffer.byteLength(html), digest: digestOf(html) },
    files,
    previews: renamed.get(pack),
  });
  const address = `${listFolder}second.${digestOf(written)}.json`;
  changed.set(address, written);
  changed.set(listOf(host, path), undefined);
  changed.set(path, html.replace('</head>', `${listElement(address)}</head>`));
  return changed;
}

test('a page that is open keeps its own chunks when the host has a new version, and a reload takes all of the new', async ({
  page,
  host,
  context,
}) => {
  const path = '/rope/';
  const [preview = ''] = previewsOf(host, path);
  await read(page, host, path);
  host.changes = nextVersion(host, path);
  const second = await context.newPage();
  await read(second, host, path);
  await expect(second.locator('html')).toHaveAttribute('data-version', '2');
  expect(await previewTitle(second, preview)).toBe('second');

  // The first tab is of the first version still, although the second is kept by now.
  host.asked.length = 0;
  await page.bringToFront();
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await previewTitle(page, preview)).not.toBe('second');
  await expect(page.locator('html')).not.toHaveAttribute('data-version', '2');
  expect(host.asked.filter((url) => url.includes('Version2'))).toEqual([]);

  host.down = true;
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-version', '2');
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a version that the host replaces while it is fetched is not kept, and the one before stays whole', async ({
  page,
  host,
}) => {
  const path = '/about/';
  await read(page, host, path);
  const first = await keptList(page, path);
  // A page of a version whose list and files are gone already.
  const html = splitPage(host.text(path)).rest.replace('<h1>About', '<h1>About, later');
  host.changes = new Map([[path, html.replace('</head>', `${listElement(`${listFolder}gone.00ff.json`)}</head>`)]]);
  await page.reload();
  await expect(page.locator('h1')).toHaveText('About, later');
  await expect.poll(() => host.asked).toContain(`${listFolder}gone.00ff.json`);
  host.down = true;
  await page.reload();
  await expect(page.locator('h1')).toHaveText('About');
  expect(await keptList(page, path)).toBe(first);
});

test('damaged copies are fetched anew, and never shown', async ({ page, host }) => {
  const path = '/about/';
  await read(page, host, path);
  const sheet = filesOf(host, path).files.find(({ url }) => url.endsWith('.css'))?.url ?? '';
  const script = filesOf(host, path).files.find(({ url }) => /\/before-paint\.[\w-]+\.js$/.test(url))?.url ?? '';
  const damage = (): Promise<void> =>
    page.evaluate(
      async ([cut, lost]) => {
        const cache = await caches.open('kept-files-1');
        const kept = await cache.match(cut);
        if (!kept) throw new Error(`no ${cut}`);
        await cache.put(cut, new Response((await kept.text()).slice(0, 100), { headers: kept.headers }));
        await cache.delete(lost);
      },
      [sheet, script] as const,
    );
  const lengthOf = (url: string): Promise<number> =>
    page.evaluate(async (of) => {
      const kept = await (await caches.open('kept-files-1')).match(of);
      return (await kept?.text())?.length ?? 0;
    }, url);
  await damage();
  await page.reload();
  await expect(page.locator('h1')).toHaveCSS('font-weight', '640');
  for (const url of [sheet, script]) await expect.poll(() => lengthOf(url)).toBe(host.text(url).length);

  await page.evaluate(async (of) => {
    const cache = await caches.open('kept-pages-1');
    const kept = await cache.match(of);
    if (kept) await cache.put(of, new Response('<h1>half a pa', { headers: kept.headers }));
  }, path);
  host.down = true;
  await page.reload();
  await expect(page.locator('h1')).toHaveText('This page is not kept here', { useInnerText: true });
});

test('switched off, everything is gone and stays gone; switched on, it begins anew', async ({ page, host }) => {
  await read(page, host, '/about/');
  await page.goto(`${host.url}/offline/`);
  await expect(page.locator('.kept-status')).toContainText('1 page kept');
  const toggle = page.getByRole('switch', { name: 'Keep pages for offline reading' });
  await expect(toggle).toHaveAttribute('aria-checked', 'true');
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-checked', 'false');
  const left = (): Promise<unknown> =>
    page.evaluate(async () => [await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]);
  await expect.poll(left).toEqual([[], 0]);
  await page.goto(`${host.url}/about/`);
  await page.waitForLoadState('networkidle');
  expect(await left()).toEqual([[], 0]);
  host.down = true;
  await expect(page.reload()).rejects.toThrow('ERR_');
  host.down = false;
  const later = await page.context().newPage();
  await later.goto(`${host.url}/offline/`);
  await later.getByRole('switch').click();
  await read(later, host, '/about/');
});

test('embeds start no worker, and pages whose browser has none say so', async ({ page, host }) => {
  await page.goto(`${host.url}/embed/rope-clocks/`);
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  });
  await page.goto(`${host.url}/zh/offline/`);
  await expect(page.locator('.kept-status')).toContainText('不允许本站保存页面');
});
