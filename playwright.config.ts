import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './tests/support/chromium.ts';

const port = Number(process.env['PORT'] ?? 4399);
const executablePath = findChromium();

/** Real pages of the built site (`dist/`) in a real Chromium, served as they are published: behind nginx, with its policies. */
export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: process.env['WORKERS'] ? Number(process.env['WORKERS']) : 2,
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${String(port)}`,
    viewport: { width: 1280, height: 900 },
    // Requests that a service worker makes or answers are hidden from `page.route`; offline.spec.ts allows it.
    serviceWorkers: 'block',
    launchOptions: { args: chromiumArguments, ...(executablePath ? { executablePath } : {}) },
    trace: 'on-first-retry',
  },
  webServer: {
    command: `node tests/support/host.ts ${String(port)}`,
    url: `http://127.0.0.1:${String(port)}/`,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
