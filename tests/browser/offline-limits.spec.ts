/** Offline reading where something is scarce: data, room, a device that computes. */
import { expect } from '@playwright/test';
import { filesOf, keptFiles, keptList, listOf, previewsOf, read, smallestSeries, test } from './offline-support.ts';
import { backendChunk, goLive, setSlider } from './support.ts';

test('for readers who save data nothing is fetched, no worker either; what they save themselves is there', async ({
  page,
  host,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  });
  await page.goto(`${host.url}/about/`);
  await page.waitForLoadState('networkidle');
  // The idle time in which a worker would be started has come and gone, and another page after it.
  await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
  const series = smallestSeries(host);
  await page.goto(host.url + series.page);
  const offer = page.locator('save-series');
  await expect(offer).toHaveAttribute('data-state', 'none');
  expect(host.asked).not.toContain('/sw.js');
  expect(host.asked.filter((path) => /^\/_astro\/offline\/(?!series-)/.test(path))).toEqual([]);
  await offer.getByRole('button', { name: 'Save for offline reading' }).click();
  await expect(offer).toHaveAttribute('data-state', 'saved', { timeout: 60_000 });

  // With a worker: what was read is fetched once, by the page itself; a saved page has its previews without a network.
  host.asked.length = 0;
  await page.goto(`${host.url}/about/`);
  const isNoted = (): Promise<boolean> =>
    page.evaluate(
      async (name) => {
        const cache = await caches.open('kept-records-1');
        const answers = await Promise.all((await cache.keys()).map((key) => cache.match(key)));
        const texts = await Promise.all(answers.flatMap((answer) => (answer ? [answer.text()] : [])));
        return texts.some((text) => text.includes(name));
      },
      listOf(host, '/about/'),
    );
  await expect.poll(isNoted, 'the worker knows of the open page').toBe(true);
  expect(host.asked.filter((path) => path === '/about/')).toHaveLength(1);
  expect(host.asked.filter((path) => path.startsWith('/_astro/offline/'))).toEqual([]);
  expect(await keptList(page, '/about/')).toBeUndefined();
  host.down = true;
  const article = series.pages.at(-1)?.page ?? '';
  await page.goto(host.url + article);
  const [preview = ''] = previewsOf(host, article);
  await expect
    .poll(() =>
      page.evaluate(
        (url) =>
          fetch(url).then(
            ({ ok }) => ok,
            () => false,
          ),
        preview,
      ),
    )
    .toBe(true);
});

test('with no room left, the pages read longest ago make room; what is saved, and the page on screen, stay whole', async ({
  page,
  host,
  context,
}) => {
  const series = smallestSeries(host);
  const own = series.pages.map((one) => one.page);
  const [first = '', second = ''] = ['/rope/', '/gau/', '/edm/'].filter((path) => !own.includes(path));
  await page.goto(host.url + series.page);
  const offer = page.locator('save-series');
  await offer.getByRole('button', { name: 'Save for offline reading' }).click();
  await expect(offer).toHaveAttribute('data-state', 'saved', { timeout: 60_000 });

  // The page that was read first stays open in a tab of its own; the next one does not.
  const onScreen = await context.newPage();
  await read(onScreen, host, first);
  for (const path of [second, '/about/']) await read(page, host, path);
  const cdp = await context.newCDPSession(page);
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: host.url, quotaSize: usage });
  await read(page, host, '/zh/about/');
  expect(await keptList(page, first)).toBeUndefined();
  expect(await keptList(page, second)).toBeUndefined();
  expect(await keptList(page, '/about/')).toBeDefined();
  const stored = await keptFiles(page);
  for (const path of own) {
    expect(await keptList(page, path)).toBeDefined();
    for (const { url } of [...filesOf(host, path).files, ...filesOf(host, path).weights]) expect(stored).toContain(url);
  }
  for (const { url } of filesOf(host, first).files) expect(stored, 'of the page on screen').toContain(url);
  expect(filesOf(host, second).files.filter(({ url }) => !stored.includes(url)).length).toBeGreaterThan(0);

  host.down = true;
  await onScreen.bringToFront();
  const id = await onScreen
    .locator('live-demo[data-state=still]')
    .first()
    .evaluate((demo) => demo.closest('[id^=demo-]')?.id);
  await goLive(onScreen, id?.replace('demo-', '') ?? '');
  await page.goto(host.url + series.page);
  await expect(offer).toHaveAttribute('data-state', 'saved');
});

for (const [path, failed] of [
  ['/rope/', 'Searching needs a connection'],
  ['/zh/rope/', '搜索需要联网'],
] as const) {
  test(`a demo of ${path} that ran on WebGL does so again without a network, and the search says what it needs`, async ({
    page,
    host,
    context,
  }) => {
    host.lasting = true;
    const address = `${path}?backend=webgl#demo-rope-clocks`;
    await page.goto(host.url + address);
    await goLive(page, 'rope-clocks');
    const chunk = `/_astro/${backendChunk('webgl')}`;
    await expect.poll(() => keptFiles(page), { timeout: 30_000 }).toContain(chunk);
    // Later than the files of the list: the page itself is down.
    await expect.poll(() => keptList(page, path)).toBeDefined();
    host.down = true;
    await (await context.newCDPSession(page)).send('Network.clearBrowserCache');
    await page.reload();
    const demo = await goLive(page, 'rope-clocks');
    await expect(demo).toHaveAttribute('data-backend', 'webgl');
    await setSlider(demo, 'm', 17);
    await expect(demo.locator('.demo-readouts dd').first()).toHaveText('8');
    await page.keyboard.press('/');
    await page.getByRole('combobox').fill('rope');
    await expect(page.locator('.search-status')).toContainText(failed);
  });
}
