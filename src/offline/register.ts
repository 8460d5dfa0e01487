/**
 * Starts the worker that keeps pages, and tells it which page this is: after the page has loaded, when the browser has nothing else
 * to do. The worker does the rest.
 */
import type { NoteMessage, OpenMessage } from './messages.ts';
import { isOn, isSupported, workerPath } from './switch.ts';

/**
 * Data saver: nothing is fetched that was not asked for, so that no worker is installed either, which brings files of its own. One that is
 * there, as after a series was saved, answers as ever.
 */
const savesData = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

async function start(): Promise<void> {
  const saving = savesData();
  if (saving && !(await navigator.serviceWorker.getRegistration())) return;
  await navigator.serviceWorker.register(workerPath);
  const list = document.querySelector<HTMLMetaElement>('meta[name=offline-files]')?.content;
  if (list === undefined) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ kind: saving ? 'note' : 'open', list } satisfies OpenMessage | NoteMessage);
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
