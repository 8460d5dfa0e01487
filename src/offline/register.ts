/**
 * Starts the worker that keeps pages, and tells it which page this is: after the page has loaded, when the browser has nothing else
 * to do. The worker does the rest.
 */
import type { OpenMessage } from './messages.ts';
import { isOn, isSupported, workerPath } from './switch.ts';

/** Data saver: the worker answers when there is no network, but fetches nothing that was not asked for. */
const savesData = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

async function start(): Promise<void> {
  await navigator.serviceWorker.register(workerPath);
  const list = document.querySelector<HTMLMetaElement>('meta[name=offline-files]')?.content;
  if (list === undefined || savesData()) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ kind: 'open', list } satisfies OpenMessage);
}

// Blocked by the browser or its user: the page works as it does without.
const tryToStart = (): void => void start().catch(() => undefined);

if (import.meta.env.PROD && isSupported() && isOn()) {
  const idle = (): void => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(tryToStart, { timeout: 5000 });
    else setTimeout(tryToStart, 200);
  };
  if (document.readyState === 'complete') idle();
  else addEventListener('load', idle, { once: true });
}
