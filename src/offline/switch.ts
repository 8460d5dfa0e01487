/** Whether this browser keeps pages: on unless the reader switched it off. */
const key = 'it-offline';

/** Storage may be blocked; then nothing is kept either. */
export function isOn(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return false;
  }
}

/** Whether this browser can keep pages at all: workers of sites and their caches, which private windows may refuse. */
export const isSupported = (): boolean =>
  'serviceWorker' in navigator && 'caches' in globalThis && 'locks' in navigator;

/** Remembers the reader's wish. Throws where storage is blocked. */
export function remember(on: boolean): void {
  if (on) localStorage.removeItem(key);
  else localStorage.setItem(key, 'off');
}

/** The worker of this site: at the root, for all of its pages. */
export const workerPath = '/sw.js';
