/** What tests and measurements need of the machine, installed where that can be done. */
import { spawnSync } from 'node:child_process';
import { findChromium, hasBrowser } from './chromium.ts';
import { findNginx } from './nginx.ts';
import { aptInstall } from './which.ts';

/** nginx with its Brotli module, for the site as it is published; what needs it is left out where it can't be had. */
export function installNginx(): void {
  if (findNginx() === undefined) aptInstall('nginx', 'libnginx-mod-http-brotli-static');
}

/** Debian's Chromium as root, or Playwright's own where that can be downloaded. Ends the process, saying what to do, when there is none. */
export function installBrowser(): void {
  if (hasBrowser()) return;
  console.log('No Chromium found: installing one.');
  aptInstall('chromium', 'fonts-noto-cjk');
  if (findChromium() === undefined) spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' });
  if (hasBrowser()) return;
  console.error('No browser could be installed. Install Chromium, or set CHROMIUM to the path of one, and run again.');
  process.exit(1);
}
