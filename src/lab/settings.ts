/** What the reader's browser remembers for the lab. Storage may be blocked, full or corrupted: then nothing is remembered. */
import { backendNames, isBackendName, type BackendName } from './backends.ts';

const choiceKey = 'it-backend';
const measuredKey = 'it-backend-ms';

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Not remembered; nothing else depends on it.
  }
}

function parseMeasured(text: string | null): Partial<Record<BackendName, number>> {
  try {
    const stored: unknown = JSON.parse(text ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    const entries = backendNames.flatMap((name) => {
      const ms = (stored as Record<string, unknown>)[name];
      return typeof ms === 'number' && ms >= 0 && Number.isFinite(ms) ? [[name, ms] as const] : [];
    });
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

export const backendMemory = {
  chosen(): BackendName | undefined {
    const name = read(choiceKey);
    return isBackendName(name) ? name : undefined;
  },
  choose(name: BackendName | undefined): void {
    write(choiceKey, name ?? null);
  },
  /** Milliseconds per backend, from the reader's last "measure all". */
  measured(): Partial<Record<BackendName, number>> {
    return parseMeasured(read(measuredKey));
  },
  remember(measured: Readonly<Partial<Record<BackendName, number>>>): void {
    write(measuredKey, JSON.stringify(measured));
  },
};
