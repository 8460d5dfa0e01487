/** Finding a Chromium to test in, and the flags that let all four backends run on machines without a GPU. */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { which } from './which.ts';

const onPath = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Path of the browser to use: $CHROMIUM, one on the path, or undefined for Playwright's own. */
export function findChromium(): string | undefined {
  const asked = process.env['CHROMIUM'];
  if (asked) return asked;
  for (const command of onPath) {
    const found = which(command);
    if (found) return found;
  }
  return undefined;
}

/** Whether there is any browser: one of the above, or the one that Playwright installed for itself. */
export const hasBrowser = (): boolean => findChromium() !== undefined || existsSync(chromium.executablePath());

/** Software rendering for WebGL and WebGPU; no calls home. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // Demos compute on it; pages are painted by the processor itself, which is quicker than a GPU in software.
  '--disable-gpu-rasterization',
  '--disable-gpu-compositing',
];
