/** Switching offline reading on and off. */
import { alone, dropCaches } from './store.ts';
import { remember, workerPath } from './switch.ts';

export async function switchOn(): Promise<void> {
  remember(true);
  await navigator.serviceWorker.register(workerPath);
}

/** Ends the worker and deletes everything that it and the pages kept. */
export async function switchOff(): Promise<void> {
  remember(false);
  const registrations = await navigator.serviceWorker.getRegistrations();
  for (const { active } of registrations) active?.postMessage({ kind: 'stop' });
  await Promise.all(registrations.map((registration) => registration.unregister()));
  await alone(async () => {
    await dropCaches();
    for (const name of await caches.keys()) if (name.startsWith('workbox-precache')) await caches.delete(name);
  });
}
