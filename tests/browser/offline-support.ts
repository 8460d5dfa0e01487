/** What the tests of offline reading share. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import {
  listFolder,
  readPageFiles,
  readSeriesFiles,
  splitPage,
  type PageFiles,
  type SeriesFiles,
} from '../../src/offline/page-files.ts';
import { ChangingHost } from '../support/changing-host.ts';
import { dist } from './support.ts';

/** Every test has a host of its own, and pages whose worker may start. */
export const test = base.extend<{ host: ChangingHost }>({
  serviceWorkers: 'allow',
  // Playwright reads from the parameter which other fixtures this one needs: none.
  host: async ({}, use) => {
    const host = new ChangingHost(dist);
    await host.start();
    await use(host);
    host.stop();
  },
});

/** The version of a page that is kept, by the name of its list; undefined when none is. */
export const keptList = (page: Page, path: string): Promise<string | undefined> =>
  page.evaluate(async (of) => {
    const kept = await (await caches.open('kept-pages-1')).match(of);
    const note = kept?.headers.get('x-kept-note');
    return note ? (JSON.parse(decodeURIComponent(note)) as { list: string }).list : undefined;
  }, path);
export const listOf = (host: ChangingHost, path: string): string => splitPage(host.text(path)).list ?? '';
export const filesOf = (host: ChangingHost, path: string): PageFiles => {
  const list = readPageFiles(JSON.parse(host.text(listOf(host, path))));
  if (!list) throw new Error(`${path} has no list`);
  return list;
};

/** Addresses of the previews that a page's links show. */
export const previewsOf = (host: ChangingHost, path: string): string[] =>
  Object.keys(JSON.parse(host.text(filesOf(host, path).previews ?? '')) as object);

/** Opens a page and waits until the version that the host has is kept. */
export async function read(page: Page, host: ChangingHost, path: string): Promise<void> {
  await page.goto(host.url + path);
  await expect.poll(() => keptList(page, path), { timeout: 30_000 }).toBe(listOf(host, path));
}

/** Paths of the files that are kept. */
export const keptFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const cache = await caches.open('kept-files-1');
    return (await cache.keys()).map(({ url }) => new URL(url).pathname);
  });

/** The series that takes the least. */
export function smallestSeries(host: ChangingHost): SeriesFiles {
  const files = readdirSync(join(dist, listFolder)).filter((name) => /^series-[\w-]+\.series\.\w+\.json$/.test(name));
  const all = files.flatMap((name) => readSeriesFiles(JSON.parse(host.text(listFolder + name))) ?? []);
  const [smallest] = all.sort((a, b) => a.bytes - b.bytes);
  if (!smallest) throw new Error('the build has no series');
  return smallest;
}
