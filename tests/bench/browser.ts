/** The Chromium that measures. */
import { chromium, type Browser } from '@playwright/test';
import { chromiumArguments, findChromium } from '../support/chromium.ts';

/** Starts it; `more` are further switches. */
export function launchBrowser(...more: string[]): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({ args: [...chromiumArguments, ...more], ...(executablePath ? { executablePath } : {}) });
}
