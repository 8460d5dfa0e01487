/** What the reader's browser remembers for the lab. Storage may be blocked, full or corrupted: then it lasts as long as the page. */
import { isBackendName, type BackendName } from './backends.ts';
import { parseRemembered, type Figures, type Remembered } from './figures.ts';

const choiceKey = 'it-backend';
const figuresKey = 'it-backend-figures';

/** What could not be stored: it lasts as long as the page. */
const unstored = new Map<string, string | null>();

function read(key: string): string | null {
  const kept = unstored.get(key);
  if (kept !== undefined) return kept;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function write(key: string, value: string | null): void {
  unstored.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    unstored.set(key, value);
  }
}

let remembered: Remembered | undefined;
function recall(): Remembered {
  return (remembered ??= parseRemembered(
    read(figuresKey),
    `${navigator.userAgent} | ${String(navigator.hardwareConcurrency)} cores`,
  ));
}
function keep(next: Remembered): void {
  remembered = next;
  write(figuresKey, JSON.stringify(next));
}

export const backendMemory = {
  chosen(): BackendName | undefined {
    const name = read(choiceKey);
    return isBackendName(name) ? name : undefined;
  },
  choose(name: BackendName | undefined): void {
    write(choiceKey, name ?? null);
  },
  /** What was measured for a demo on this device. */
  figures(demo: string): Figures {
    const { demos } = recall();
    return (Object.hasOwn(demos, demo) ? demos[demo] : undefined) ?? {};
  },
  remember(demo: string, figures: Figures): void {
    const known = recall();
    keep({ ...known, demos: { ...known.demos, [demo]: figures } });
  },
  /** Tells which device this is; what was measured on another is forgotten. Returns whether that was so. */
  settle(device: string): boolean {
    const known = recall();
    if (known.device === device) return false;
    keep({ ...known, device, demos: {} });
    return Object.keys(known.demos).length > 0;
  },
};

/** The backend that the page's address asks for. */
export function forcedBackend(): BackendName | undefined {
  const asked = new URLSearchParams(location.search).get('backend');
  return isBackendName(asked) ? asked : undefined;
}
/** The backend that the page's address or the reader's stored choice asks for: no measurement goes against it. */
export const wantedBackend = (): BackendName | undefined => forcedBackend() ?? backendMemory.chosen();
