/** What Lighthouse can say of a page whatever the machine: accessibility, best practices, search engines. Speed is the bench's. */
import { expect, test } from '@playwright/test';
import { judge, listeningChromium, type Category } from '../support/lighthouse.ts';

const only: readonly Category[] = ['accessibility', 'best-practices', 'seo'];

test('Lighthouse misses no point of an article, and of the Chinese home page', async ({ baseURL }) => {
  const { browser, port } = await listeningChromium();
  try {
    for (const path of ['/rope/', '/zh/']) {
      const { scores, shortfalls } = await judge(new URL(path, baseURL).href, port, only);
      expect(Object.values(shortfalls).flat(), path).toEqual([]);
      expect(scores, path).toEqual({ accessibility: 100, 'best-practices': 100, seo: 100 });
    }
  } finally {
    await browser.close();
  }
});
